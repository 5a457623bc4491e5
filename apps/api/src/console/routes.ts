import express, { Router, type RequestHandler, type Response } from "express";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { allowOnly } from "../http/methods.ts";
import { consoleSecurityHeaders } from "../http/security-headers.ts";
import { NOT_BUILT_PAGE } from "./not-built-page.ts";

const DIST = fileURLToPath(new URL("../../../console/dist/", import.meta.url));

/** The addresses that the console has pages for; any other stays unknown. */
export const CONSOLE_PAGES = [
  "/",
  "/scans",
  "/scans/:job_id",
  "/domains",
  "/domains/:domain",
  "/workers",
  "/webhooks",
  "/webhooks/:webhook_id",
  "/keys",
];

/**
 * The console: one page and its assets, open to all. What it shows it asks of the API, as whoever is signed in.
 *
 * @param dist where it was built
 */
export function consoleRoutes(dist: string = DIST): Router {
  const router = Router();
  const headers = consoleSecurityHeaders();
  for (const path of CONSOLE_PAGES) {
    router
      .route(path)
      .get(headers, sendPage(dist))
      .all(allowOnly(["get"]));
  }
  router.use(
    "/console",
    headers,
    // Their names change with their content.
    express.static(`${dist}console`, {
      immutable: true,
      maxAge: "365d",
      index: false,
      redirect: false,
    }),
  );
  return router;
}

function sendPage(dist: string): RequestHandler {
  return (_req, res) => {
    if (!existsSync(`${dist}index.html`)) return sendNotBuilt(res);
    res.setHeader("Cache-Control", "no-cache");
    // The directory may have a dot in its path.
    res.sendFile("index.html", { root: dist, dotfiles: "allow", cacheControl: false });
  };
}

function sendNotBuilt(res: Response): void {
  res.status(503).type("html").send(NOT_BUILT_PAGE);
}
