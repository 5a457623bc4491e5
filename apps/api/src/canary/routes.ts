import { Router } from "express";
import { allowOnly } from "../http/methods.ts";

const SITEMAP_PATH = "/canary/sitemap.xml";
const PAGES = 3;

/**
 * The tiny site that the canary scans, and nobody else: all crawlers are told to stay away.
 * @param url the origin under which workers reach us; null: there is no canary
 */
export function canaryRoutes({ url }: { url: string | null }): Router {
  const router = Router();

  router
    .route("/robots.txt")
    .get((_req, res) => {
      const sitemap = url === null ? "" : `Sitemap: ${url}${SITEMAP_PATH}\n`;
      res.type("text/plain").send(`User-agent: *\nDisallow: /\n${sitemap}`);
    })
    .all(allowOnly("GET"));

  if (url === null) return router;
  router
    .route(SITEMAP_PATH)
    .get((_req, res) => {
      res.type("application/xml").send(sitemapOf(url, new Date()));
    })
    .all(allowOnly("GET"));
  return router;
}

/** Changed at every look: a file that has not changed would not be read again. */
function sitemapOf(url: string, lastmod: Date): string {
  const entries = Array.from(
    { length: PAGES },
    (_, i) =>
      `<url><loc>${url}/canary/${i + 1}</loc><lastmod>${lastmod.toISOString()}</lastmod></url>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${entries.join("\n")}
</urlset>
`;
}
