import type { RequestHandler } from "express";

/** The path is there, the method is not. */
class MethodNotAllowedError extends Error {
  override readonly name = "MethodNotAllowedError";
  readonly code = "method_not_allowed";

  constructor(method: string, allowed: string) {
    super(`Cannot ${method} here: allowed are ${allowed}`);
  }
}

/** Ends the route of a path: whatever method comes this far is none of those it has. */
export function allowOnly(methods: readonly string[]): RequestHandler {
  const allowed = methods
    .flatMap((one) => (one === "get" ? ["GET", "HEAD"] : [one.toUpperCase()]))
    .join(", ");
  return (req, res) => {
    res.setHeader("Allow", allowed);
    throw new MethodNotAllowedError(req.method, allowed);
  };
}
