import type { Request } from "got";

/** A body up to this size is read out, so that its connection can be used again. */
const LARGEST_BYTES = 64 * 1024;
const LONGEST_MS = 1_000;

/** Gets rid of a body nobody wants, in the background: a short one is read out, others are cut. */
export function leaveUnread(stream: Request): void {
  let received = 0;
  const destroy = (): void => {
    clearTimeout(timer);
    stream.destroy();
  };
  const timer = setTimeout(destroy, LONGEST_MS);
  timer.unref();
  if (stream.readableEnded || stream.destroyed) return destroy();
  stream.once("end", destroy);
  stream.once("close", destroy);
  stream.on("data", (chunk: Uint8Array) => {
    received += chunk.length;
    if (received > LARGEST_BYTES) destroy();
  });
}
