import { OPERATIONS } from "@sitemap-scanner/contracts";
import { Router } from "express";
import { serve } from "../http/serve.ts";

const PAGES = 3;

/**
 * The tiny site that the canary scans, and nobody else: all crawlers are told to stay away.
 * @param url the origin under which workers reach us; null: there is no canary
 */
export function canaryRoutes({ url }: { url: string | null }): Router {
  const router = Router();

  serve(router, OPERATIONS.getRobots, (_input, res) => {
    const sitemap = url === null ? "" : `Sitemap: ${url}${OPERATIONS.getCanarySitemap.path}\n`;
    res.type("text/plain").send(`User-agent: *\nDisallow: /\n${sitemap}`);
  });

  if (url === null) return router;
  serve(router, OPERATIONS.getCanarySitemap, (_input, res) => {
    res.type("application/xml").send(sitemapOf(url, new Date()));
  });
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
