import type { Response } from "express";

const waiting = new WeakMap<Response, (() => void)[]>();

/**
 * Calls back once nothing more is done for a request: its handler has returned, or its error has become a
 * problem. NOTE: `close` does not say so: a client that goes away does not stop the handler.
 */
export function whenDone(res: Response, callback: () => void): void {
  waiting.set(res, [...(waiting.get(res) ?? []), callback]);
}

/** For those who serve: the status of the answer is known, whether or not anybody still reads it. */
export function markDone(res: Response): void {
  const callbacks = waiting.get(res) ?? [];
  waiting.delete(res);
  for (const callback of callbacks) callback();
}
