import { SESSION_SECONDS } from "@sitemap-scanner/pipeline";
import type { Request, Response } from "express";

export const SESSION_COOKIE = "sitemap_scanner_session";
/** 32 bytes in base64url. */
const TOKEN = new RegExp(`(?:^|;\\s*)${SESSION_COOKIE}=([\\w-]{43})(?:;|$)`);

/** The token that a browser sent. */
export function sessionTokenOf(req: Request): string | undefined {
  return TOKEN.exec(req.headers.cookie ?? "")?.[1];
}

/** @param secure whether people reach us by https, and by nothing else */
export function setSessionCookie(res: Response, token: string, secure: boolean): void {
  res.cookie(SESSION_COOKIE, token, { ...attributes(secure), maxAge: SESSION_SECONDS * 1_000 });
}

export function clearSessionCookie(res: Response, secure: boolean): void {
  res.clearCookie(SESSION_COOKIE, attributes(secure));
}

function attributes(secure: boolean) {
  return { httpOnly: true, sameSite: "lax", path: "/", secure } as const;
}
