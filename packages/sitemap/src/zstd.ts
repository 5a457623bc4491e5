import { constants, createZstdDecompress } from "node:zlib";
import type { ByteReader } from "./byte-reader.ts";
import { Budget, endLayer, inflate, type LayerContext } from "./inflate.ts";

const FRAME = 0xfd2fb528;
/** The last digit is free. Such a frame holds something for others and decompresses to nothing. */
const SKIPPABLE_FRAME = 0x184d2a50;
/** Windows of 8 MiB, the most that HTTP allows (RFC 9659), so that a header can't claim more. */
const WINDOW_LOG_MAX = 23;

/** Does a frame of zstd begin here? (RFC 8878) */
export function isZstd(prefix: Buffer): boolean {
  if (prefix.length < 4) return false;
  const magic = prefix.readUInt32LE(0);
  return magic === FRAME || (magic & ~0xf) === SKIPPABLE_FRAME;
}

/** Undoes zstd, all frames of it: Node stops behind the first. */
export async function* unzstd(reader: ByteReader, context: LayerContext): AsyncGenerator<Buffer> {
  const params = { [constants.ZSTD_d_windowLogMax]: WINDOW_LOG_MAX };
  const budget = new Budget(context);
  do {
    const engine = createZstdDecompress({ chunkSize: 65_536, params });
    const whole = yield* inflate(reader, engine, budget);
    if (!whole) return;
  } while (isZstd(await reader.peek(4)));
  await endLayer(reader, context);
}
