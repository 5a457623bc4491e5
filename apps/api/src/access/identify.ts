import type { Db } from "@sitemap-scanner/database";
import { findKey, findKeyOfSession } from "@sitemap-scanner/pipeline";
import type { Request, RequestHandler, Response } from "express";
import { operationOf } from "../http/operation.ts";
import { isReading, requireSameOrigin } from "../http/origin.ts";
import { UnusableKeyError } from "./authorize.ts";
import { ANYBODY, setPrincipal, setRefusal, toPrincipal } from "./principal.ts";
import { sessionTokenOf } from "./session-cookie.ts";

/** `off`: whoever reaches us may do everything, which a loopback address alone allows. */
export type AccessMode = "keys" | "off";

/**
 * Finds out who asks: by the key in `Authorization: Bearer` (RFC 6750), or by the session of a browser
 * that has signed in with one. What is open to everybody asks nobody, nor the database. Nobody is
 * refused here: `authorize` does that, after the requests of whoever it is were counted.
 */
export function identify({ db, mode }: { db: Db; mode: AccessMode }): RequestHandler {
  return async (req, res, next) => {
    if (mode === "off") setPrincipal(res, ANYBODY);
    else if (operationOf(res)?.access !== "open") await readPrincipal(db, req, res);
    next();
  };
}

async function readPrincipal(db: Db, req: Request, res: Response): Promise<void> {
  const header = req.get("authorization");
  const token = sessionTokenOf(req);
  if (header !== undefined) {
    const [, secret] = /^Bearer (\S{1,200})$/i.exec(header) ?? [];
    const key = secret === undefined ? undefined : await findKey(db, secret);
    if (key) setPrincipal(res, toPrincipal(key, false));
    else setRefusal(res, new UnusableKeyError());
  } else if (token !== undefined) {
    // A cookie comes with whatever a browser sends, also with what another site had it send.
    if (!isReading(req)) requireSameOrigin(req);
    const key = await findKeyOfSession(db, token);
    if (key) setPrincipal(res, toPrincipal(key, true));
  }
}
