import type { RequestHandler } from "express";
import { ForbiddenError, isReading } from "./origin.ts";

/** The request names another host than those that this service answers as (RFC 9110, section 15.5.20). */
class MisdirectedRequestError extends Error {
  override readonly name = "MisdirectedRequestError";
  readonly code = "misdirected_request";
}

/**
 * Where nobody is asked for a key, a browser on this machine must not be a way in. A page whose name was
 * pointed at this machine may read and write all that is served here, and its `Host` gives it away: a page
 * cannot choose that. Headers that it can choose (`X-Forwarded-Host`) are not looked at.
 *
 * @param allowed names besides those of the loopback, in lower case and without a port
 */
export function refuseOtherHosts(allowed: readonly string[]): RequestHandler {
  const isOurs = (host: string) => isLoopbackHost(host) || allowed.includes(nameOf(host));
  return (req, _res, next) => {
    const { host, origin } = req.headers;
    // No browser leaves it out; a probe in HTTP/1.0 may.
    if (host !== undefined && !isOurs(host)) {
      throw new MisdirectedRequestError(
        `Cannot answer as "${host}": AUTH is off, and ALLOWED_HOSTS does not name it`,
      );
    }
    if (origin !== undefined && !isReading(req) && !isOurs(URL.parse(origin)?.host ?? "")) {
      throw new ForbiddenError(
        `Cannot ${req.method} for a page of "${origin}": AUTH is off, and ALLOWED_HOSTS does not name it`,
      );
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

/** Whether a `Host` is this machine's own, with any port. */
function isLoopbackHost(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i.test(host);
}

function isLoopbackAddress(address: string): boolean {
  return address === "::1" || /^(?:::ffff:)?127\.\d+\.\d+\.\d+$/.test(address);
}

function nameOf(host: string): string {
  return host.toLowerCase().replace(/:\d{1,5}$/, "");
}
