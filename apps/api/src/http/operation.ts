import { OPERATIONS, type Operation } from "@sitemap-scanner/contracts";
import { Router, type Response } from "express";
import { allowOnly } from "./methods.ts";

const found = new WeakMap<Response, Operation>();

/**
 * Finds out which operation a request is for, before anything of it is read: who may ask, and what a
 * body may be, follows from that. A method that the path does not have ends here; a path that no
 * operation has goes on without one.
 */
export function findOperation(
  operations: Readonly<Record<string, Operation>> = OPERATIONS,
): Router {
  const router = Router();
  const methodsOf = new Map<string, Operation["method"][]>();
  for (const operation of Object.values(operations)) {
    const path = toExpressPath(operation.path);
    methodsOf.set(path, [...(methodsOf.get(path) ?? []), operation.method]);
    router[operation.method](path, (_req, res, next) => {
      found.set(res, operation);
      next("router");
    });
  }
  for (const [path, methods] of methodsOf) router.all(path, allowOnly(methods));
  return router;
}

export function operationOf(res: Response): Operation | undefined {
  return found.get(res);
}

/** `/jobs/{job_id}` as express writes it: `/jobs/:job_id`. */
export function toExpressPath(path: Operation["path"]): string {
  return path.replaceAll(/\{(\w+)\}/g, ":$1");
}
