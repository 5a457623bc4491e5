import type { FetchResponse } from "@sitemap-scanner/fetcher";

/** The first `limit` bytes of a body; what follows is not downloaded. */
export async function readAtMost(response: FetchResponse, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    chunks.push(chunk.subarray(0, limit - size));
    size += chunk.length;
    if (size >= limit) break;
  }
  return Buffer.concat(chunks);
}
