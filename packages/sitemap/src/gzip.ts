import { crc32, createInflateRaw } from "node:zlib";
import type { ByteReader } from "./byte-reader.ts";
import { Budget, CUT_OFF, endLayer, inflate, WRONG_SUM, type LayerContext } from "./inflate.ts";

const HAS_CRC = 2;
const HAS_EXTRA = 4;
const HAS_NAME = 8;
const HAS_COMMENT = 16;
/** A file name or comment in a gzip header that is longer is no file name. */
const HEADER_TEXT_MAX = 65_536;

/** Does a gzip file begin here? (RFC 1952; deflate is its only method.) */
export function isGzip(prefix: Buffer): boolean {
  return prefix.length >= 3 && prefix.readUIntBE(0, 3) === 0x1f8b08;
}

/**
 * Undoes gzip, all members of it. The frame is read here and not by zlib, which throws away what it
 * has decompressed when a checksum is wrong or the trailer is missing.
 */
export async function* gunzip(reader: ByteReader, context: LayerContext): AsyncGenerator<Buffer> {
  const budget = new Budget(context);
  const { troubles } = context;
  while (await skipHeader(reader)) {
    let crc = 0;
    let size = 0;
    const engine = createInflateRaw({ chunkSize: 65_536 });
    const whole = yield* inflate(reader, engine, budget, (output) => {
      crc = crc32(output, crc);
      size = (size + output.length) >>> 0;
    });
    if (!whole) return;
    const trailer = await reader.read(8);
    if (trailer.length < 8) troubles.damage ??= CUT_OFF;
    else if (trailer.readUInt32LE(0) !== crc || trailer.readUInt32LE(4) !== size)
      troubles.damage ??= WRONG_SUM;
  }
  await endLayer(reader, context);
}

/** @returns false, and nothing was read, when no member begins here */
async function skipHeader(reader: ByteReader): Promise<boolean> {
  const fixed = await reader.peek(10);
  if (!isGzip(fixed)) return false;
  await reader.read(10);
  const flags = fixed[3] ?? 0;
  if (flags & HAS_EXTRA) {
    const length = await reader.read(2);
    if (length.length === 2) await reader.read(length.readUInt16LE(0));
  }
  if (flags & HAS_NAME) await skipText(reader);
  if (flags & HAS_COMMENT) await skipText(reader);
  if (flags & HAS_CRC) await reader.read(2);
  return true;
}

async function skipText(reader: ByteReader): Promise<void> {
  for (let skipped = 0; skipped < HEADER_TEXT_MAX; skipped++) {
    const byte = await reader.read(1);
    if (byte.length === 0 || byte[0] === 0) return;
  }
}
