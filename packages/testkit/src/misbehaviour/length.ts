import type { SiteAnswer, SiteHandler } from "../site-response.ts";
import { rawHead, socketOf } from "./raw-answer.ts";

/** Says a `Content-Length` of `says`, sends `body` whatever its length, and hangs up. */
export function lyingLength({ body, says }: { body: string; says: number }): SiteHandler {
  return (_request, response) => {
    socketOf(response).end(rawHead({ "Content-Length": says }) + body);
  };
}

/** Says no length at all, neither in a header nor in chunks: the body ends with the connection. */
export function noLength(body: string): SiteHandler {
  return (_request, response) => {
    socketOf(response).end(rawHead({ Connection: "close" }) + body);
  };
}

interface EndlessBodyOptions {
  /** Sent first. Default: nothing. */
  start?: string;
  /** Sent again and again. Default: a space. */
  filler?: string;
}

/** Sends `start`, then `filler` for ever, as fast as the client reads. */
export function endlessBody({ start = "", filler = " " }: EndlessBodyOptions = {}): SiteAnswer {
  const chunk = Buffer.from(filler.repeat(Math.ceil(CHUNK_BYTES / filler.length)));
  return {
    body: {
      async *[Symbol.asyncIterator]() {
        if (start !== "") yield start;
        for (;;) yield chunk;
      },
    },
  };
}

/** Sends the first `bytes` of a longer body (default: spaces), then resets the connection. */
export function resetAfter(bytes: number, body = " ".repeat(bytes + 1)): SiteHandler {
  return (_request, response) => {
    const socket = socketOf(response);
    const sent = Buffer.from(body).subarray(0, bytes);
    socket.write(rawHead({ "Content-Length": Buffer.byteLength(body) }));
    socket.write(sent, () => socket.resetAndDestroy());
  };
}

/** Sends an empty 200. */
export function emptyBody(): SiteAnswer {
  return { body: "" };
}

const CHUNK_BYTES = 64 * 1024;
