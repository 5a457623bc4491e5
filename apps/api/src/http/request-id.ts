import { randomUUID } from "node:crypto";
import type { RequestHandler, Response } from "express";

/** Anything else could break a header, a log line or a terminal. */
const SANE = /^[A-Za-z0-9._-]{1,64}$/;

/** Names each request: by the caller's `X-Request-Id` when it is sane, else anew; sent back. */
export function assignRequestId(): RequestHandler {
  return (req, res, next) => {
    const given = req.get("x-request-id");
    const requestId = given !== undefined && SANE.test(given) ? given : randomUUID();
    res.locals["requestId"] = requestId;
    res.setHeader("X-Request-Id", requestId);
    next();
  };
}

export function requestIdOf(res: Response): string {
  return String(res.locals["requestId"]);
}
