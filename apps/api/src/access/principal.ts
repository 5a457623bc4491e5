import { type Scope, SCOPES } from "@sitemap-scanner/contracts";
import type { Response } from "express";

/** Who asks, and what they may do. */
export interface Principal {
  /** Becomes `created_by` of what they ask for; null where access is off. */
  owner: string | null;
  keyId: string | null;
  scopes: readonly Scope[];
}

/** Whoever reaches the API while access is off. */
export const ANYBODY: Principal = { owner: null, keyId: null, scopes: SCOPES };

export function setPrincipal(res: Response, principal: Principal): void {
  res.locals["principal"] = principal;
}

/** @throws TypeError when nobody was identified, which no request gets past */
export function principalOf(res: Response): Principal {
  const principal = findPrincipal(res);
  if (!principal) throw new TypeError("Cannot tell who asks: nobody was identified");
  return principal;
}

export function findPrincipal(res: Response): Principal | undefined {
  // NOTE: `setPrincipal` alone writes it.
  return res.locals["principal"] as Principal | undefined;
}

/** `admin` may do everything. */
export function mayDo({ scopes }: Principal, scope: Scope): boolean {
  return scopes.includes(scope) || scopes.includes("admin");
}
