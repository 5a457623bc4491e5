import { isNativeError } from "node:util/types";
import { detectUtf32, Utf32Decoder } from "./utf32.ts";

/** How the bytes of a file become text. */
interface Charset {
  /** As the Encoding Standard calls it; besides `utf-32le` and `utf-32be`. */
  encoding: string;
  /** The bytes of the byte order mark, which are no text. */
  bomLength: number;
}

/**
 * Finds out the charset of a file: byte order mark, the pattern of UTF-16 or UTF-32, the XML declaration, the
 * charset of the Content-Type, UTF-8. A label that the bytes contradict is passed over.
 *
 * @param prefix the first bytes of the file, best the first kilobyte
 */
export function detectCharset(prefix: Buffer, contentType: string | null): Charset {
  if (prefix.length >= 3 && prefix.readUIntBE(0, 3) === 0xefbbbf)
    return { encoding: "utf-8", bomLength: 3 };
  const utf32 = detectUtf32(prefix);
  if (utf32 !== null) return utf32;
  const mark = prefix.length >= 2 ? prefix.readUInt16BE(0) : 0;
  const bomLength = mark === 0xfffe || mark === 0xfeff ? 2 : 0;
  if (bomLength > 0 && !isAscii(prefix.subarray(2, 18)))
    return { encoding: mark === 0xfffe ? "utf-16le" : "utf-16be", bomLength };
  const encoding =
    utf16Pattern(prefix) ??
    knownLabel(declaredEncoding(prefix)) ??
    knownLabel(headerCharset(contentType)) ??
    "utf-8";
  return { encoding, bomLength };
}

/** Some put a mark of UTF-16 before what is none. No sitemap in UTF-16 begins without zero bytes. */
function isAscii(bytes: Buffer): boolean {
  return bytes.length > 0 && bytes.every((byte) => byte > 0 && byte < 0x80);
}

/** @returns a streaming decoder for which an invalid byte costs one character */
export function createDecoder(encoding: string): Pick<InstanceType<typeof TextDecoder>, "decode"> {
  if (encoding.startsWith("utf-32")) return new Utf32Decoder(encoding);
  return new TextDecoder(encoding, { fatal: false, ignoreBOM: true });
}

/** Two ASCII characters in a row, each beside its zero byte. */
function utf16Pattern(prefix: Buffer): string | null {
  if (prefix.length < 4) return null;
  const zeros = [...prefix.subarray(0, 4)].map((byte) => (byte === 0 ? "0" : "x")).join("");
  if (zeros === "x0x0") return "utf-16le";
  return zeros === "0x0x" ? "utf-16be" : null;
}

function declaredEncoding(prefix: Buffer): string | undefined {
  const text = prefix.toString("latin1", 0, 1_024);
  return /<\?xml\s[^>]{0,200}?encoding\s*=\s*["']?([\w.:-]+)/i.exec(text)?.[1];
}

function headerCharset(contentType: string | null): string | undefined {
  return /[;,\s]\s*charset\s*=\s*["']?([\w.:-]+)/i.exec(contentType ?? "")?.[1];
}

/** UTF-16 is known by its bytes alone: whoever declares it in ASCII is wrong. */
function knownLabel(label: string | undefined): string | null {
  if (label === undefined) return null;
  try {
    const { encoding } = new TextDecoder(label);
    return encoding.startsWith("utf-16") ? null : encoding;
  } catch (error) {
    if (isNativeError(error) && error.name === "RangeError") return null;
    throw error;
  }
}
