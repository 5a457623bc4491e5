import { createInflateRaw } from "node:zlib";
import type { ByteReader } from "./byte-reader.ts";
import { Budget, CUT_OFF, endLayer, inflate, WRONG_SUM, type LayerContext } from "./inflate.ts";

/** Both sums of Adler-32 are taken modulo the largest prime that fits into 16 bits. */
const ADLER_PRIME = 65_521;
/** So many bytes can't bring either sum over what is exact. */
const ADLER_STEP = 4_096;

/** Does a file in the format of zlib begin here? Text that begins with `x^` may look so, too. */
export function isZlib(prefix: Buffer): boolean {
  return prefix[0] === 0x78 && hasHeader(prefix);
}

/**
 * Undoes `deflate`, which means zlib (RFC 1950) by the standard and raw deflate in the wild: the
 * header tells them apart.
 */
export async function* undeflate(
  reader: ByteReader,
  context: LayerContext,
): AsyncGenerator<Buffer> {
  const isFramed = hasHeader(await reader.peek(2));
  if (isFramed) await reader.read(2);
  let sum = 1;
  const engine = createInflateRaw({ chunkSize: 65_536 });
  const whole = yield* inflate(reader, engine, new Budget(context), (output) => {
    if (isFramed) sum = adler32(output, sum);
  });
  if (!whole) return;
  if (isFramed) await checkSum(reader, sum, context);
  await endLayer(reader, context);
}

function hasHeader([method = 0, flags = 0]: Buffer): boolean {
  return (method & 0x0f) === 8 && (method * 256 + flags) % 31 === 0;
}

async function checkSum(
  reader: ByteReader,
  sum: number,
  { troubles }: LayerContext,
): Promise<void> {
  const trailer = await reader.read(4);
  if (trailer.length < 4) troubles.damage ??= CUT_OFF;
  else if (trailer.readUInt32BE(0) !== sum) troubles.damage ??= WRONG_SUM;
}

/** Node has no such function, though it has one for the sum of gzip. */
function adler32(bytes: Buffer, before: number): number {
  let low = before & 0xffff;
  let high = before >>> 16;
  for (let start = 0; start < bytes.length; start += ADLER_STEP) {
    const end = Math.min(start + ADLER_STEP, bytes.length);
    // By index: an iterator takes seven times as long.
    for (let at = start; at < end; at++) {
      low += bytes[at] ?? 0;
      high += low;
    }
    low %= ADLER_PRIME;
    high %= ADLER_PRIME;
  }
  return high * 65_536 + low;
}
