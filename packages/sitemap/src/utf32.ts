/** The marks and the pattern of a file in UTF-32, which TextDecoder does not know. */
const LITTLE_MARK = 0xfffe0000;
const BIG_MARK = 0x0000feff;
/** Code points that are no characters. */
const isScalar = (point: number) => point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);

/** @returns what the first bytes say, or null when they are not of UTF-32 */
export function detectUtf32(prefix: Buffer): { encoding: string; bomLength: number } | null {
  if (prefix.length < 8) return null;
  const first = prefix.readUInt32BE(0);
  if (first === LITTLE_MARK && prefix.readUInt16BE(6) === 0)
    return { encoding: "utf-32le", bomLength: 4 };
  if (first === BIG_MARK) return { encoding: "utf-32be", bomLength: 4 };
  if (isAscii(prefix.readUInt32LE(0)) && isAscii(prefix.readUInt32LE(4)))
    return { encoding: "utf-32le", bomLength: 0 };
  return isAscii(first) && isAscii(prefix.readUInt32BE(4))
    ? { encoding: "utf-32be", bomLength: 0 }
    : null;
}

function isAscii(point: number): boolean {
  return point > 0 && point < 0x80;
}

/** Decodes UTF-32 piece by piece; what is no character becomes U+FFFD. */
export class Utf32Decoder {
  readonly #isBig: boolean;
  #carry = Buffer.alloc(0);

  constructor(encoding: string) {
    this.#isBig = encoding === "utf-32be";
  }

  decode(bytes: Uint8Array, { stream = false } = {}): string {
    const all = Buffer.concat([this.#carry, bytes]);
    const whole = all.length - (all.length % 4);
    this.#carry = all.subarray(whole);
    let text = "";
    for (let at = 0; at < whole; at += 4) {
      const point = this.#isBig ? all.readUInt32BE(at) : all.readUInt32LE(at);
      text += isScalar(point) ? String.fromCodePoint(point) : "\ufffd";
    }
    if (stream || this.#carry.length === 0) return text;
    this.#carry = Buffer.alloc(0);
    return `${text}\ufffd`;
  }
}
