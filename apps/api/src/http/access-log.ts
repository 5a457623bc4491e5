import type { Request, RequestHandler } from "express";
import type { Logger } from "@sitemap-scanner/runtime";
import { requestIdOf } from "./request-id.ts";

/** Asked every few seconds by machines. */
const PROBES = new Set(["/livez", "/readyz", "/health"]);

/** One line for each request when it is over. It names the route, never the query or a parameter. */
export function logRequests(logger: Logger): RequestHandler {
  return (req, res, next) => {
    const startedAt = performance.now();
    res.once("close", () => {
      const route = routeOf(req);
      const level = PROBES.has(route) && res.statusCode < 500 ? "debug" : "info";
      logger[level]("request answered", {
        requestId: requestIdOf(res),
        method: req.method,
        route,
        status: res.statusCode,
        ms: Math.round(performance.now() - startedAt),
        // The caller went away, or we broke off, before the answer was out.
        ...(!res.writableFinished && { aborted: true }),
      });
    });
    next();
  };
}

// NOTE: routes are registered with their whole path: after an error `baseUrl` is that of the app again.
function routeOf(req: Request): string {
  const path: unknown = req.route?.path;
  return typeof path === "string" ? `${req.baseUrl}${path}` : req.baseUrl || "unmatched";
}
