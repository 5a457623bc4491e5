import { OPERATIONS, type Session } from "@sitemap-scanner/contracts";
import { deleteSession, type Db } from "@sitemap-scanner/database";
import { findKey, hashSecret, openSession } from "@sitemap-scanner/pipeline";
import { Router, type Response } from "express";
import { pageSecurityHeaders } from "../http/security-headers.ts";
import { serve } from "../http/serve.ts";
import { UnusableKeyError } from "./authorize.ts";
import { toPrincipal, type Principal } from "./principal.ts";
import { clearSessionCookie, sessionTokenOf, setSessionCookie } from "./session-cookie.ts";
import { localPath, signInPage } from "./sign-in-page.ts";

/**
 * Signs browsers in and out, which send no header of their own.
 * @param secure whether people reach us by https alone
 */
export function sessionRoutes({ db, secure }: { db: Db; secure: boolean }): Router {
  const router = Router();

  async function signIn(res: Response, secret: string): Promise<Principal> {
    const key = await findKey(db, secret.trim());
    if (!key) throw new UnusableKeyError();
    setSessionCookie(res, await openSession(db, key.id), secure);
    return toPrincipal(key, true);
  }

  serve(router, OPERATIONS.signIn, async ({ body }, res) => {
    res.json(toSession(await signIn(res, body.key)));
  });

  serve(router, OPERATIONS.getSession, ({ principal }, res) => {
    res.json(toSession(principal));
  });

  serve(router, OPERATIONS.signOut, async (_input, res, req) => {
    const token = sessionTokenOf(req);
    if (token !== undefined) await deleteSession(db, hashSecret(token));
    clearSessionCookie(res, secure);
    res.status(204).end();
  });

  router.use(OPERATIONS.showSignIn.path, pageSecurityHeaders());
  serve(router, OPERATIONS.showSignIn, ({ query }, res) => {
    res.type("html").send(signInPage({ next: localPath(query.next) }));
  });

  serve(router, OPERATIONS.submitSignIn, async ({ form: { key, next } }, res) => {
    const path = localPath(next);
    try {
      await signIn(res, key);
    } catch (error) {
      if (!(error instanceof UnusableKeyError)) throw error;
      res.status(401).type("html");
      res.send(signInPage({ next: path, refused: true }));
      return;
    }
    res.redirect(303, path);
  });

  return router;
}

function toSession({ owner, scopes, signedIn }: Principal): Session {
  return { owner, scopes: [...scopes], signed_in: signedIn };
}
