import { createHash } from "node:crypto";
import type { FetchResponse } from "@sitemap-scanner/fetcher";
import type { KnownFile } from "./known-file.ts";

/** Of a body in memory. A larger one is read again although it may be the same. */
const MAX_HELD_BYTES = 8 * 1024 * 1024;

/**
 * Holds a body back for as long as it may still be the one we know: it is read up to the length of
 * that and one byte more.
 *
 * @returns the body from its beginning, or null when it is the one we know
 */
export async function holdBack(
  response: FetchResponse,
  known: KnownFile | undefined,
): Promise<AsyncIterable<Uint8Array> | null> {
  if (!known || !mayBeSame(response, known)) return response.body;
  const rest = response.body[Symbol.asyncIterator]();
  const held: Uint8Array[] = [];
  const hash = createHash("sha256");
  let room = known.compressedBytes;
  try {
    while (room >= 0) {
      const { done, value } = await rest.next();
      if (done) {
        const isSame = room === 0 && hash.digest().equals(known.bodySha256);
        return isSame ? null : replay(held, rest);
      }
      held.push(value);
      hash.update(value);
      room -= value.length;
    }
  } catch (error) {
    return replay(held, rest, { error });
  }
  return replay(held, rest);
}

type Comparable = KnownFile & { bodySha256: Uint8Array; compressedBytes: number };

function mayBeSame({ headers }: FetchResponse, known: KnownFile): known is Comparable {
  const { bodySha256, compressedBytes } = known;
  if (bodySha256 === null || compressedBytes === null) return false;
  if (compressedBytes > MAX_HELD_BYTES) return false;
  // With a transfer coding, a length says nothing about the body.
  const length = headers["transfer-encoding"] ? undefined : headers["content-length"];
  return length === undefined || Number(length) === compressedBytes;
}

/** The whole body again: what is held, then the rest, or what broke it off. */
async function* replay(
  held: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
  failure?: { error: unknown },
): AsyncGenerator<Uint8Array> {
  try {
    yield* held;
    if (failure) throw failure.error;
    yield* { [Symbol.asyncIterator]: () => rest };
  } finally {
    await rest.return?.();
  }
}
