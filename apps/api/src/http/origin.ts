import type { RequestHandler } from "express";

/** The service answers, but not to this caller. */
class ForbiddenError extends Error {
  override readonly name = "ForbiddenError";
  readonly code = "forbidden";
}

const READING = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses writes that another site has a browser send. Browsers say where a request comes from;
 * a client that is no browser says nothing, and has no cookie or network place to be abused.
 */
export function refuseCrossSiteWrites(): RequestHandler {
  return (req, _res, next) => {
    const site = req.get("sec-fetch-site");
    const isForeign = site === "cross-site" || site === "same-site";
    if (isForeign && !READING.has(req.method)) {
      throw new ForbiddenError(`Cannot ${req.method} from another site: a browser said so`);
    }
    next();
  };
}

/**
 * Lets only this machine in. The socket is asked, not a header; a request that a proxy passed on is
 * somebody else's, and a `Host` that is not this machine's is a page that had its name point here.
 */
export function requireLoopback(): RequestHandler {
  return (req, _res, next) => {
    const wasForwarded = req.headers["x-forwarded-for"] ?? req.headers.forwarded;
    const isLocal =
      isLoopbackAddress(req.socket.remoteAddress ?? "") && isLoopbackHost(req.headers.host ?? "");
    if (!isLocal || wasForwarded !== undefined) {
      throw new ForbiddenError("Cannot open this page: it is for the machine it runs on alone");
    }
    next();
  };
}

function isLoopbackAddress(address: string): boolean {
  return address === "::1" || /^(?:::ffff:)?127\.\d+\.\d+\.\d+$/.test(address);
}

function isLoopbackHost(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i.test(host);
}
