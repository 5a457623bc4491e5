import { OPERATIONS, type Operation } from "@sitemap-scanner/contracts";
import { insertAuditEvent, settleAuditEvent, type Db } from "@sitemap-scanner/database";
import type { Logger } from "@sitemap-scanner/runtime";
import type { Request, RequestHandler, Response } from "express";
import { operationOf } from "../http/operation.ts";
import { isReading } from "../http/origin.ts";
import { whenDone } from "../http/request-done.ts";
import { requestIdOf } from "../http/request-id.ts";
import { findPrincipal } from "./principal.ts";

const NOBODY = "anybody: access is off";
const IDS = new Map<Operation, string>(
  Object.entries(OPERATIONS).map(([id, operation]) => [operation, id]),
);

const subjects = new WeakMap<Response, string>();

/** Leaves a row of every administrative act, before it is done: without the row it is not done. */
export function auditOperations(deps: { db: Db; logger: Logger }): RequestHandler {
  return async (req, res, next) => {
    const operation = operationOf(res);
    if (operation?.access === "admin" && operation.method !== "get") {
      await leaveRow(deps, IDS.get(operation) ?? operation.path, req, res);
    }
    next();
  };
}

/** The same for what is served beside the operations. */
export function auditWrites(deps: { db: Db; logger: Logger }): RequestHandler {
  return async (req, res, next) => {
    if (!isReading(req)) await leaveRow(deps, `${req.method} ${req.baseUrl}${req.path}`, req, res);
    next();
  };
}

/** Names what an act was done to, where the path does not. */
export function nameSubject(res: Response, subject: string): void {
  subjects.set(res, subject);
}

async function leaveRow(
  { db, logger }: { db: Db; logger: Logger },
  action: string,
  req: Request,
  res: Response,
): Promise<void> {
  const principal = findPrincipal(res);
  const id = await insertAuditEvent(db, {
    actor: principal?.owner ?? NOBODY,
    keyId: principal?.keyId ?? null,
    action,
    subject: `${req.baseUrl}${req.path}`,
    requestId: requestIdOf(res),
  });
  let isSettled = false;
  const settle = () => {
    if (isSettled) return;
    isSettled = true;
    const end = { status: res.statusCode, subject: subjects.get(res) ?? null };
    // The row itself is there; that it lacks its end is told.
    settleAuditEvent(db, id, end).catch((error: unknown) => {
      logger.warn("audit row not settled", { auditId: id, action, error });
    });
  };
  whenDone(res, settle);
  // What Bull Board answers has no handler of ours; before its answer nothing is known of the end.
  res.once("close", () => {
    if (res.writableEnded) settle();
  });
}
