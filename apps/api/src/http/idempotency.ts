import {
  claimIdempotencyKey,
  findIdempotencyKey,
  keepIdempotentAnswer,
  releaseIdempotencyKey,
  type Db,
  type KeptAnswer,
  type NamedRequest,
} from "@sitemap-scanner/database";
import type { Logger } from "@sitemap-scanner/runtime";
import { createHash } from "node:crypto";
import type { Request, RequestHandler, Response } from "express";
import { findPrincipal } from "../access/principal.ts";
import { operationOf } from "./operation.ts";
import { InvalidRequestError } from "./parse-request.ts";
import { whenDone } from "./request-done.ts";
import { requestIdOf } from "./request-id.ts";

class IdempotencyInFlightError extends Error {
  override readonly name = "IdempotencyInFlightError";
  readonly code = "idempotency_in_flight";
}

class IdempotencyKeyReusedError extends Error {
  override readonly name = "IdempotencyKeyReusedError";
  readonly code = "idempotency_key_reused";
}

/** Printable ASCII, as the draft of the IETF has it. */
const KEY = /^[\x21-\x7e]{1,255}$/;

/**
 * Keeps the answer of a request by its name, in the transaction that does it.
 *
 * @throws IdempotencyInFlightError when the name is not ours any more: what was done must not be committed
 */
type Keep = (db: Db, answer: KeptAnswer) => Promise<void>;

const keepers = new WeakMap<Response, Keep>();

/**
 * Does a request that is named by `Idempotency-Key` once, however often and in parallel it is sent; whoever
 * sends it again within 24 hours gets the first answer. What failed was not done, and may be sent again.
 */
export function doOnce({ db, logger }: { db: Db; logger: Logger }): RequestHandler {
  return async (req, res, next) => {
    const key = req.get("idempotency-key");
    if (key === undefined || operationOf(res)?.idempotent !== true) return next();
    const named = nameRequest(key, req, res);
    if (!(await claimIdempotencyKey(db, named))) return replay(res, await findAnswer(db, named));
    const requestId = requestIdOf(res);
    let kept = false;
    keepers.set(res, async (tx, answer) => {
      kept = await keepIdempotentAnswer(tx, named, answer);
      if (kept) return;
      logger.warn("idempotency key lost", { requestId });
      throw new IdempotencyInFlightError("Cannot do this: the key was lost to the same request");
    });
    whenDone(res, () => {
      // What was kept in a transaction that failed is not kept, and nothing that was done is given up.
      if (kept && res.statusCode < 400) return;
      // It is free again in a minute in any case.
      releaseIdempotencyKey(db, named).catch((error: unknown) => {
        logger.warn("idempotency key not released", { requestId, error });
      });
    });
    next();
  };
}

/**
 * For the handler of an idempotent operation: keeps what it is about to answer.
 *
 * @throws IdempotencyInFlightError
 */
export async function keepAnswer(db: Db, res: Response, answer: KeptAnswer): Promise<void> {
  await keepers.get(res)?.(db, answer);
}

/** Gives an answer, be it the first or a kept one. */
export function sendKept(res: Response, { status, body, location }: KeptAnswer): void {
  if (location !== null) res.location(location);
  res.status(status).json(body);
}

/** @throws InvalidRequestError */
function nameRequest(key: string, req: Request, res: Response): NamedRequest {
  if (!KEY.test(key)) {
    const message = "must be 1 to 255 printable ASCII characters";
    throw new InvalidRequestError([{ path: "Idempotency-Key", message }]);
  }
  const asked = JSON.stringify([req.method, req.path, req.body ?? null]);
  return {
    owner: findPrincipal(res)?.keyId ?? "anybody",
    key,
    sha256: createHash("sha256").update(asked).digest(),
  };
}

/** @throws IdempotencyInFlightError, IdempotencyKeyReusedError */
async function findAnswer(db: Db, named: NamedRequest): Promise<KeptAnswer> {
  const used = await findIdempotencyKey(db, named);
  if (used && !used.request_sha256.equals(named.sha256)) {
    throw new IdempotencyKeyReusedError("Cannot do this: the key stands for another request");
  }
  if (!used || used.response_status === null) {
    throw new IdempotencyInFlightError("Cannot answer yet: the same request is being done");
  }
  const { response_status: status, response_body: body, response_location: location } = used;
  return { status, body, location };
}

function replay(res: Response, answer: KeptAnswer): void {
  res.setHeader("Idempotency-Replayed", "true");
  sendKept(res, answer);
}
