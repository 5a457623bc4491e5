import { pipeline, Readable } from "node:stream";
import { constants, createBrotliCompress, gzipSync } from "node:zlib";
import { gzip, type Content } from "../sitemap-content.ts";
import type { SiteAnswer } from "../site-response.ts";

interface BombOptions {
  /** What the bomb begins with when it is decompressed. Default: nothing. */
  start?: string;
  /** Bytes of spaces that follow. Default 134,217,728 (128 MiB). */
  bytes?: number;
}

/** Some 130 kB of gzip that decompress to 128 MiB, declared as `Content-Encoding`. */
export function gzipBomb(options: BombOptions = {}): SiteAnswer {
  return { headers: { "content-encoding": "gzip" }, body: gzip(expanded(options)) };
}

/** The same with brotli, which makes a few hundred bytes of it. */
export function brotliBomb(options: BombOptions = {}): SiteAnswer {
  return { headers: { "content-encoding": "br" }, body: brotli(expanded(options)) };
}

/** A body that is compressed `layers` times, one inside the other, and says so in its header. */
export function stackedEncodings(layers: number, body = "<urlset/>"): SiteAnswer {
  let bytes = Buffer.from(body);
  for (let layer = 0; layer < layers; layer++) bytes = gzipSync(bytes, { level: 0 });
  const declared = Array.from({ length: layers }, () => "gzip").join(", ");
  return { headers: { "content-encoding": declared }, body: bytes };
}

/** A gzip file that ends too early: the first `share` (default a half) of its bytes. */
export function truncatedGzip(content: string, share = 0.5): Buffer {
  const whole = gzipSync(content);
  return whole.subarray(0, Math.floor(whole.length * share));
}

const CHUNK_BYTES = 64 * 1024;

function expanded({ start = "", bytes = 128 * 1024 * 1024 }: BombOptions): Content {
  const chunk = Buffer.alloc(CHUNK_BYTES, " ");
  return {
    async *[Symbol.asyncIterator]() {
      yield Buffer.from(start);
      for (let left = bytes; left > 0; left -= CHUNK_BYTES) yield chunk.subarray(0, left);
    },
  };
}

function brotli(content: Content): Content {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 1 };
  return {
    async *[Symbol.asyncIterator]() {
      const compress = createBrotliCompress({ params });
      // A failure of the source is thrown by the loop that reads the result.
      yield* pipeline(Readable.from(content), compress, () => undefined) as AsyncIterable<Buffer>;
    },
  };
}
