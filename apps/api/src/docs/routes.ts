import { Router, type RequestHandler } from "express";
import { createRequire } from "node:module";
import swaggerUi from "swagger-ui-dist/package.json" with { type: "json" };
import { allowOnly } from "../http/methods.ts";
import { pageSecurityHeaders } from "../http/security-headers.ts";
import { PAGE, START_SCRIPT } from "./page.ts";

export const DOCS_PATH = "/docs";

const require = createRequire(import.meta.url);

/** Those files of Swagger UI that the page names. Others, such as its own page, are not served. */
const FILES = ["swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png"];

/** The document of the API, for people. */
export function docsRoutes(): Router {
  const router = Router();
  const get = (path: string, handler: RequestHandler) =>
    router
      .route(path)
      .get(handler)
      .all(allowOnly(["get"]));
  router.use(DOCS_PATH, pageSecurityHeaders());
  get(DOCS_PATH, (_req, res) => void res.type("html").send(PAGE));
  get(`${DOCS_PATH}/start.js`, (_req, res) => void res.type("js").send(START_SCRIPT));
  for (const file of FILES) {
    const path = require.resolve(`swagger-ui-dist/${file}`);
    get(`${DOCS_PATH}/${file}`, (_req, res) => {
      // Asked for again each time, and sent again only with another version. All that npm unpacks is of 1985.
      res.setHeader("Cache-Control", "no-cache");
      res.setHeader("ETag", `"${swaggerUi.version}"`);
      // The directory may have a dot in its path.
      res.sendFile(path, { lastModified: false, dotfiles: "allow" });
    });
  }
  return router;
}
