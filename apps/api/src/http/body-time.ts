import type { IncomingMessage, ServerResponse } from "node:http";

/** More is given to no body, in ms. */
export const LONGEST_BODY_MS = 600_000;

const TOO_LATE = "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n";

const timers = new WeakMap<IncomingMessage, { end: () => void; timer: NodeJS.Timeout }>();

/** Cuts the connection when the body of a request has not arrived within a time, in ms. */
export function boundBodyTime(req: IncomingMessage, res: ServerResponse, ms: number): void {
  const { "transfer-encoding": encoding, "content-length": length = "0" } = req.headers;
  if (encoding === undefined && length === "0") return;
  const end = () => {
    if (!res.headersSent) req.socket.write(TOO_LATE);
    req.socket.destroy();
  };
  timers.set(req, { end, timer: setTimeout(end, ms) });
  const stop = () => clearTimeout(timers.get(req)?.timer);
  req.once("end", stop);
  res.once("close", stop);
}

/** Gives a body that is long by its nature more time, in ms from now; `LONGEST_BODY_MS` at most. */
export function giveBodyTime(req: IncomingMessage, ms: number): void {
  const bound = timers.get(req);
  if (!bound) return;
  clearTimeout(bound.timer);
  timers.set(req, { ...bound, timer: setTimeout(bound.end, Math.min(ms, LONGEST_BODY_MS)) });
}
