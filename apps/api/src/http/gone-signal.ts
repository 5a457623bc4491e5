import type { Response } from "express";

/**
 * Fires when the client goes away before it has its answer, or at once when it has gone: the end of a connection
 * is told only once, be it before anybody listens.
 */
export function goneSignal(res: Response): AbortSignal {
  const gone = new AbortController();
  if (res.destroyed) gone.abort();
  res.once("close", () => gone.abort());
  return gone.signal;
}
