import type { Scope } from "@sitemap-scanner/contracts";
import type { RequestHandler } from "express";
import { operationOf } from "../http/operation.ts";
import { findPrincipal, mayDo } from "./principal.ts";

/** Nobody said who asks, or what they said it with is worth nothing. */
export class UnauthorizedError extends Error {
  override readonly name = "UnauthorizedError";
  readonly code = "unauthorized";
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
    const access = operationOf(res)?.access ?? "open";
    if (access !== "open") checkScope(res, access);
    next();
  };
}

/** For what is served beside the operations. */
export function requireScope(scope: Scope): RequestHandler {
  return (_req, res, next) => {
    checkScope(res, scope);
    next();
  };
}

/** @throws UnauthorizedError, InsufficientScopeError */
function checkScope(res: Parameters<RequestHandler>[1], scope: Scope): void {
  const principal = findPrincipal(res);
  if (!principal) throw new UnauthorizedError("Cannot tell who asks: no key was sent");
  if (!mayDo(principal, scope)) throw new InsufficientScopeError(scope);
}
