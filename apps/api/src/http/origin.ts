import type { Request, RequestHandler } from "express";

/** The service answers, but not to this caller. */
export class ForbiddenError extends Error {
  override readonly name = "ForbiddenError";
  readonly code = "forbidden";
}

const READING = new Set(["GET", "HEAD", "OPTIONS"]);

/** Whether a request changes nothing. */
export function isReading({ method }: Request): boolean {
  return READING.has(method);
}

/**
 * For what a browser is known by: its own page asked, or nobody did.
 * @throws ForbiddenError
 */
export function requireSameOrigin(req: Request): void {
  const site = req.get("sec-fetch-site");
  const origin = req.get("origin");
  const isOurs =
    site === undefined
      ? origin !== undefined && URL.parse(origin)?.host === req.headers.host
      : site === "same-origin";
  if (!isOurs) throw new ForbiddenError(`Cannot ${req.method} for a browser: another site asked`);
}

/**
 * Refuses writes that another site has a browser send. Browsers say where a request comes from;
 * a client that is no browser says nothing, and has no cookie or network place to be abused.
 */
export function refuseCrossSiteWrites(): RequestHandler {
  return (req, _res, next) => {
    const site = req.get("sec-fetch-site");
    const isForeign = site === "cross-site" || site === "same-site";
    if (isForeign && !isReading(req)) {
      throw new ForbiddenError(`Cannot ${req.method} from another site: a browser said so`);
    }
    next();
  };
}
