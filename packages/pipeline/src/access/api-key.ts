import { createHash, randomInt } from "node:crypto";
import { crc32 } from "node:zlib";

/** By it people and secret scanners know whose key it is. */
const MARK = "sms_";
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** 32 characters of 62 hold 190 bits. */
const SECRET_LENGTH = 32;
const CHECKSUM_LENGTH = 6;
/** Characters of a key that are stored, so that people tell one from another. */
const PREFIX_LENGTH = MARK.length + 8;

/** What every key looks like; the last 6 characters are a checksum of those before. */
const FORM = new RegExp(`^${MARK}[0-9A-Za-z]{${SECRET_LENGTH + CHECKSUM_LENGTH}}$`);

/** A new secret key. It is shown once and never stored. */
export function generateApiKey(): string {
  const secret = Array.from({ length: SECRET_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]);
  const body = `${MARK}${secret.join("")}`;
  return `${body}${checksumOf(body)}`;
}

/** Whether a text can be a key at all: a scanner, or we, can tell without asking anybody. */
export function isApiKey(text: string): boolean {
  if (!FORM.test(text)) return false;
  const body = text.slice(0, -CHECKSUM_LENGTH);
  return checksumOf(body) === text.slice(-CHECKSUM_LENGTH);
}

/** What is stored of a key, and looked up: no comparison ever meets the key itself. */
export function hashSecret(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}

export function prefixOf(key: string): string {
  return key.slice(0, PREFIX_LENGTH);
}

/** CRC-32 in base 62, six digits: as GitHub does it. */
function checksumOf(body: string): string {
  let rest = crc32(body);
  let digits = "";
  for (let place = 0; place < CHECKSUM_LENGTH; place++) {
    digits = `${ALPHABET[rest % ALPHABET.length]}${digits}`;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return digits;
}
