import { asBuffer, ByteReader } from "./byte-reader.ts";
import { decompress } from "./decompress.ts";
import { DEFAULT_LIMITS } from "./limits.ts";
import { noTroubles } from "./report.ts";

/**
 * Undoes what compresses a small file that is read whole, such as robots.txt or a page. What comes out
 * before damage or the limit is given. Never throws.
 *
 * @param bytes the body, or its beginning, as received
 * @param contentEncoding the header as received
 * @param maxBytes of each layer; what follows is left away
 */
export async function decompressBeginning(
  bytes: Uint8Array,
  contentEncoding: string | null,
  maxBytes: number,
): Promise<Buffer> {
  const context = { limits: { ...DEFAULT_LIMITS, maxBytes }, troubles: noTroubles() };
  const body = new ByteReader(once(bytes));
  const reader = await decompress(body, contentEncoding, [], context);
  const text = await reader.read(maxBytes);
  await reader.close();
  // Nothing came of it: the bytes were not encoded as their header says.
  return text.length === 0 && context.troubles.damage !== null ? asBuffer(bytes) : text;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
