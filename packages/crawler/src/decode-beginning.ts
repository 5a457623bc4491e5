import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from "node:zlib";

type Engine = ReturnType<typeof createGunzip>;

/** More encodings than this are meant to harm. */
const MAX_CODINGS = 4;
/** What is there of a body that is cut off is given out, instead of an error. */
const TO_THE_LAST_BYTE = { finishFlush: constants.Z_SYNC_FLUSH };

/**
 * Undoes the Content-Encoding of the beginning of a small text file. A coding that the bytes
 * contradict was undone already, or never done.
 *
 * @param contentEncoding the header as received
 * @param limit bytes of each layer; what follows is left away
 */
export async function decodeBeginning(
  bytes: Buffer,
  contentEncoding: string | null,
  limit: number,
): Promise<Buffer> {
  let decoded = bytes;
  for (const coding of codingsOf(contentEncoding).reverse()) {
    const engine = isGzip(decoded) ? createGunzip(TO_THE_LAST_BYTE) : engineOf(coding, decoded);
    if (engine) decoded = await undo(decoded, engine, limit);
  }
  return isGzip(decoded) ? await undo(decoded, createGunzip(TO_THE_LAST_BYTE), limit) : decoded;
}

function codingsOf(header: string | null): string[] {
  const names = (header ?? "").toLowerCase().split(",");
  return names.map((name) => name.trim()).slice(-MAX_CODINGS);
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function engineOf(coding: string, bytes: Buffer): Engine | null {
  if (coding === "br")
    return createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH });
  if (coding === "zstd") return createZstdDecompress({ finishFlush: constants.ZSTD_e_flush });
  if (coding !== "deflate") return null;
  // `deflate` means zlib by the standard and raw deflate in the wild.
  const isZlib = ((bytes[0] ?? 0) & 0x0f) === 8;
  return isZlib ? createInflate(TO_THE_LAST_BYTE) : createInflateRaw(TO_THE_LAST_BYTE);
}

async function undo(bytes: Buffer, engine: Engine, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  engine.end(bytes);
  try {
    for await (const chunk of engine) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= limit) break;
    }
  } catch {
    // Damaged: what came out before is good. Without any of that, the bytes were not encoded so.
    if (size === 0) return bytes;
  }
  return Buffer.concat(chunks).subarray(0, limit);
}
