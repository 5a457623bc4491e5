import type { Request } from "got";
import { FetchError } from "./fetch-error.ts";
import type { Lifetime } from "./lifetime.ts";
import type { FetchLimits } from "./limits.ts";
import { toFetchError } from "./outcome-of-error.ts";
import { createPace } from "./pace.ts";

interface BodySource {
  stream: Request;
  url: URL;
  lifetime: Lifetime;
  limits: FetchLimits;
  /** Bytes given out before the body fails with `too_large`. */
  maxBytes: number;
}

export interface Body {
  /** Can be iterated once. Leaving the loop early closes the connection. */
  chunks: AsyncIterable<Uint8Array>;
  discard: () => void;
}

export function createBody(source: BodySource): Body {
  let taken = false;
  return {
    chunks: {
      [Symbol.asyncIterator]() {
        if (taken) throw new TypeError("Cannot read the body: it was read or discarded already");
        taken = true;
        return readBody(source);
      },
    },
    discard() {
      taken = true;
      close(source);
    },
  };
}

/** The body of an answer that has none, such as 304. */
export const NO_BODY: Body = {
  chunks: {
    async *[Symbol.asyncIterator]() {},
  },
  discard() {},
};

async function* readBody(source: BodySource): AsyncGenerator<Uint8Array, void, void> {
  const { lifetime, maxBytes, url } = source;
  let room = maxBytes;
  try {
    for await (const chunk of steadyChunks(source)) {
      if (chunk.length > room) {
        if (room > 0) yield chunk.subarray(0, room);
        throw new FetchError("too_large", `its body is over ${maxBytes} bytes`, { url });
      }
      room -= chunk.length;
      yield chunk;
    }
  } catch (error) {
    throw lifetime.signal.aborted ? lifetime.signal.reason : toFetchError(error, url);
  } finally {
    close(source);
  }
}

/** Fails the fetch when the server is silent or slow while a chunk is waited for. */
async function* steadyChunks(source: BodySource): AsyncGenerator<Uint8Array, void, void> {
  const { stream, url, lifetime, limits } = source;
  const { idleMs, minBytesPerSecond } = limits;
  const pace = createPace({ minBytesPerSecond, windowMs: idleMs });
  const fail = (state: string): void => lifetime.fail(new FetchError("timeout", state, { url }));
  const chunks = stream[Symbol.asyncIterator]();
  for (;;) {
    const since = performance.now();
    const timer = setTimeout(() => fail(`nothing came for ${idleMs} ms`), idleMs);
    const { done, value }: IteratorResult<Uint8Array> = await chunks
      .next()
      .finally(() => clearTimeout(timer));
    if (done) return;
    if (!pace.keepsUp(value.length, performance.now() - since)) {
      fail(`it came at less than ${minBytesPerSecond} bytes a second`);
      lifetime.signal.throwIfAborted();
    }
    yield value;
  }
}

function close({ stream, lifetime }: BodySource): void {
  lifetime.end();
  stream.destroy();
}
