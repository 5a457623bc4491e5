import { type Scope, SCOPES } from "@sitemap-scanner/contracts";
import type { ApiKeyRow } from "@sitemap-scanner/database";
import type { Requester } from "@sitemap-scanner/pipeline";
import type { Response } from "express";

/** Who asks, and what they may do. */
export interface Principal {
  /** Null where access is off. */
  owner: string | null;
  keyId: string | null;
  scopes: readonly Scope[];
  /** A browser that is signed in, rather than a key that was sent. */
  signedIn: boolean;
}

const principals = new WeakMap<Response, Principal>();
const refusals = new WeakMap<Response, Error>();

/** Whoever reaches the API while access is off. */
export const ANYBODY: Principal = { owner: null, keyId: null, scopes: SCOPES, signedIn: false };

export function toPrincipal({ id, owner, scopes }: ApiKeyRow, signedIn: boolean): Principal {
  return { owner, keyId: id, scopes: toScopes(scopes), signedIn };
}

/** Those that this version knows. */
export function toScopes(names: readonly string[]): Scope[] {
  return SCOPES.filter((scope) => names.includes(scope));
}

/** What a scan remembers of who asked for it. */
export function toRequester({ owner, keyId }: Principal): Requester | null {
  return owner === null || keyId === null ? null : { owner, keyId };
}

export function setPrincipal(res: Response, principal: Principal): void {
  principals.set(res, principal);
}

/** `undefined` when nobody said who asks, or nobody had to. */
export function findPrincipal(res: Response): Principal | undefined {
  return principals.get(res);
}

/** Notes that what somebody sent is worth nothing. */
export function setRefusal(res: Response, error: Error): void {
  refusals.set(res, error);
}

export function findRefusal(res: Response): Error | undefined {
  return refusals.get(res);
}

/** `admin` may do everything. */
export function mayDo({ scopes }: Principal, scope: Scope): boolean {
  return scopes.includes(scope) || scopes.includes("admin");
}
