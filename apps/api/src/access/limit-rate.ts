import type { RequestHandler } from "express";
import { ipKeyGenerator, rateLimit } from "express-rate-limit";
import { operationOf } from "../http/operation.ts";
import { isReading } from "../http/origin.ts";
import { findPrincipal } from "./principal.ts";

class RateLimitedError extends Error {
  override readonly name = "RateLimitedError";
  readonly code = "rate_limited";
}

const MINUTE_MS = 60_000;

/**
 * Bounds what one key, or one address without a key, may ask of this process in a minute; answers tell in
 * `RateLimit` headers what is left.
 */
export function limitRate({ perMinute }: { perMinute: number }): RequestHandler {
  return rateLimit({
    windowMs: MINUTE_MS,
    limit: perMinute,
    standardHeaders: "draft-8",
    legacyHeaders: false,
    // Probes and crawlers, who may ask without a key, wake nobody.
    skip: (req, res) => operationOf(res)?.access === "open" && isReading(req),
    keyGenerator: (req, res) => findPrincipal(res)?.keyId ?? ipKeyGenerator(req.ip ?? ""),
    handler: (_req, _res, next) => {
      next(new RateLimitedError(`Cannot answer yet: more than ${perMinute} requests in a minute`));
    },
  });
}
