import type { Operation, Scope } from "@sitemap-scanner/contracts";
import type { RequestHandler, Response } from "express";
import { operationOf } from "../http/operation.ts";
import { findPrincipal, findRefusal, mayDo } from "./principal.ts";

/** Nobody said who asks. */
class UnauthorizedError extends Error {
  override readonly name = "UnauthorizedError";
  readonly code = "unauthorized";

  constructor() {
    super("Cannot tell who asks: no key was sent");
  }
}

/** What was sent is worth nothing; why, is not told. */
export class UnusableKeyError extends Error {
  override readonly name = "UnusableKeyError";
  readonly code = "unauthorized";

  constructor() {
    super("Cannot use this key: it is unknown, revoked or expired");
  }
}

class InsufficientScopeError extends Error {
  override readonly name = "InsufficientScopeError";
  readonly code = "insufficient_scope";

  constructor(scope: Scope) {
    super(`Cannot do this with these scopes: "${scope}" is needed`);
  }
}

/** Lets a request on whose sender may do its operation. What no operation describes asks by itself. */
export function authorize(): RequestHandler {
  return (_req, res, next) => {
    checkAccess(res, operationOf(res)?.access ?? "open");
    next();
  };
}

/** For what is served beside the operations. */
export function requireScope(scope: Scope): RequestHandler {
  return (_req, res, next) => {
    checkAccess(res, scope);
    next();
  };
}

/** @throws UnauthorizedError when nobody said who asks, UnusableKeyError when it was said in vain */
function checkAccess(res: Response, access: Operation["access"]): void {
  if (access === "open") return;
  const principal = findPrincipal(res);
  if (!principal) throw findRefusal(res) ?? new UnauthorizedError();
  if (access !== "any key" && !mayDo(principal, access)) throw new InsufficientScopeError(access);
}
