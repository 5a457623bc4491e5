import type { EventEmitter } from "node:events";
import type { SiteHandler } from "../site-response.ts";
import { socketOf } from "./raw-answer.ts";

/** Takes the request and says nothing, for ever. */
export function silent(): SiteHandler {
  return () => undefined;
}

/** Begins its headers and adds a byte every `everyMs` (default 50): they never end. */
export function slowHeaders({ everyMs = 50 } = {}): SiteHandler {
  return (_request, response) => {
    const socket = socketOf(response);
    socket.write("HTTP/1.1 200 OK\r\nX-Slow: ");
    repeat(() => socket.write("a"), everyMs, socket);
  };
}

interface SlowBodyOptions {
  /** From 1; what comes at more than 20 a second comes in 20 pieces a second. */
  bytesPerSecond: number;
  /** Sent at once. Default: nothing. */
  start?: string;
}

/** Sends `start`, then this many bytes of white space a second, for ever. */
export function slowBody({ bytesPerSecond, start = "" }: SlowBodyOptions): SiteHandler {
  const everyMs = 1_000 / Math.min(bytesPerSecond, PIECES_PER_SECOND);
  const piece = " ".repeat(Math.max(1, Math.round(bytesPerSecond / PIECES_PER_SECOND)));
  return (_request, response) => {
    response.writeHead(200, { "content-type": "application/xml" }).flushHeaders();
    if (start !== "") response.write(start);
    repeat(() => response.write(piece), everyMs, response);
  };
}

const PIECES_PER_SECOND = 20;

/** Until the client has left or the site is closed. */
function repeat(tick: () => unknown, everyMs: number, open: EventEmitter): void {
  const timer = setInterval(tick, everyMs);
  open.once("close", () => clearInterval(timer));
}
