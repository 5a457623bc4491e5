import type { FetchError, FetchResponse } from "@sitemap-scanner/fetcher";
import { asFailure } from "./failure.ts";

/** The first bytes of a body as received. */
export interface Beginning {
  bytes: Buffer;
  /** Whether the body goes on after these bytes, as far as is known. */
  isCut: boolean;
  /** What broke the body off; the bytes before it are good. */
  failure: FetchError | null;
}

/** Reads the first `limit` bytes of a body; what follows is not downloaded. */
export async function readBeginning(response: FetchResponse, limit: number): Promise<Beginning> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let failure: FetchError | null = null;
  try {
    for await (const chunk of response.body) {
      chunks.push(chunk.subarray(0, limit - size));
      size += chunk.length;
      if (size > limit) break;
    }
  } catch (error) {
    failure = asFailure(error);
  }
  return { bytes: Buffer.concat(chunks), isCut: size > limit || failure !== null, failure };
}
