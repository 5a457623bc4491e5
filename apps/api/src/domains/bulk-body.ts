import type { Request } from "express";
import { pipeline, Readable } from "node:stream";
import { isNativeError } from "node:util/types";
import { createGunzip } from "node:zlib";
import { UnsupportedMediaTypeError } from "../http/body.ts";
import { InvalidRequestError } from "../http/parse-request.ts";

class BodyTooLargeError extends Error {
  override readonly name = "BodyTooLargeError";
  readonly code = "body_too_large";
}

/**
 * The bytes of a body as they come, inflated when they are gzipped. Who stops reading them leaves the
 * request as it is, so that it can be answered.
 *
 * @param maxBytes inflated
 * @throws UnsupportedMediaTypeError, BodyTooLargeError, InvalidRequestError for a broken gzip
 */
export function streamBody(req: Request, maxBytes: number): AsyncGenerator<Uint8Array> {
  const bytes: AsyncIterable<Uint8Array> = req.iterator({ destroyOnReturn: false });
  const encoding = req.get("content-encoding")?.trim().toLowerCase() ?? "identity";
  if (encoding === "identity") return boundBytes(bytes, maxBytes);
  if (encoding === "gzip") return boundBytes(inflate(bytes), maxBytes);
  throw new UnsupportedMediaTypeError(`Cannot read the body: it is encoded by "${encoding}"`);
}

async function* boundBytes(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      throw new BodyTooLargeError(`Cannot read the body: it is over ${maxBytes} bytes`);
    }
    yield chunk;
  }
}

async function* inflate(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  // Whatever fails is thrown by what is read below.
  pipeline(Readable.from(chunks), gunzip, () => {});
  try {
    yield* gunzip;
  } catch (error) {
    if (!isZlibError(error)) throw error;
    throw new InvalidRequestError([{ path: "", message: "the gzip is broken or cut off" }]);
  }
}

function isZlibError(error: unknown): boolean {
  return isNativeError(error) && "code" in error && String(error.code).startsWith("Z_");
}
