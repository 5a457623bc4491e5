import {
  brotliCompressSync,
  deflateRawSync,
  deflateSync,
  gzipSync,
  zstdCompressSync,
} from "node:zlib";

const COMPRESSORS = {
  gzip: (bytes: Buffer) => gzipSync(bytes),
  /** Not compressed but framed: what is left of it when it is cut does not depend on zlib. */
  "gzip-stored": (bytes: Buffer) => gzipSync(bytes, { level: 0 }),
  br: (bytes: Buffer) => brotliCompressSync(bytes),
  deflate: (bytes: Buffer) => deflateSync(bytes),
  "deflate-raw": (bytes: Buffer) => deflateRawSync(bytes),
  zstd: (bytes: Buffer) => zstdCompressSync(bytes),
} as const;

/** How to make a document that is too large or too binary to be stored. */
export interface Recipe {
  /** What it is made of: exactly one of these three. */
  text?: string;
  hex?: string;
  parts?: Recipe[];
  /** How often that stands one after the other. Default 1. */
  times?: number;
  /** Then compressed, the first of these first. */
  compress?: (keyof typeof COMPRESSORS)[];
  /** Then one bit of each byte here is turned over; negative positions count from the end. */
  flip?: number[];
  /** Then cut to so many bytes; negative: so many are cut off. */
  cut?: number;
}

/** Makes the bytes that a recipe describes. */
export function make(recipe: Recipe): Buffer {
  const { times = 1, compress = [], flip = [], cut } = recipe;
  const once = ingredients(recipe);
  let bytes: Buffer = times === 1 ? once : Buffer.alloc(once.length * times, once);
  for (const name of compress) bytes = COMPRESSORS[name](bytes);
  for (const at of flip) {
    const place = at < 0 ? bytes.length + at : at;
    bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place);
  }
  return bytes.subarray(0, cut);
}

function ingredients({ text, hex, parts }: Recipe): Buffer {
  if (text !== undefined) return Buffer.from(text);
  if (hex !== undefined) return Buffer.from(hex.replaceAll(" ", ""), "hex");
  return Buffer.concat((parts ?? []).map(make));
}
