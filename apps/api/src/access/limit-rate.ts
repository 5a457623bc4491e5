import type { Operation } from "@sitemap-scanner/contracts";
import type { RequestHandler } from "express";
import { ipKeyGenerator, rateLimit } from "express-rate-limit";
import { clientAddressOf } from "../http/client-address.ts";
import { operationOf } from "../http/operation.ts";
import { findPrincipal } from "./principal.ts";

/** What probes and crawlers ask for, who may do so without a key, is not. */
export function isCounted({ access, method }: Operation): boolean {
  return access !== "open" || method !== "get";
}

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
    skip: (_req, res) => {
      const operation = operationOf(res);
      return operation !== undefined && !isCounted(operation);
    },
    keyGenerator: (req, res) => findPrincipal(res)?.keyId ?? ipKeyGenerator(clientAddressOf(req)),
    handler: (_req, _res, next) => {
      next(new RateLimitedError(`Cannot answer yet: more than ${perMinute} requests in a minute`));
    },
  });
}
