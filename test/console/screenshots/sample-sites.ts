import {
  botChallenge,
  gzip,
  htmlPage,
  redirectTo,
  sitemapIndex,
  urlList,
  urlset,
  type SiteResponse,
  type UrlEntry,
} from "@sitemap-scanner/testkit";

type Routes = Record<string, SiteResponse>;

/** Scans of the shop before the last one: its chart has a line to draw. */
export const EARLIER_SCANS = 23;

const SHOP = "http://shop.example.com";

/** What a proxy answers: every sample site by the whole URLs of its files. */
export function sampleSites(): Routes {
  return {
    ...shop(EARLIER_SCANS),
    ...site("http://docs.example.net", {
      "/robots.txt": "Sitemap: http://docs.example.net/sitemap.txt\n",
      "/sitemap.txt": urlList({ count: 184, prefix: "http://docs.example.net/guide/" }),
    }),
    ...site("http://news.example.org", {
      "/sitemap.xml": urlset(articles("http://news.example.org/2026/", 640)),
    }),
    ...site("http://museum.example.org", { "/": htmlPage("<h1>The museum is open</h1>") }),
    ...site("http://bank.example.com", {
      "/robots.txt": botChallenge("header"),
      "/sitemap.xml": botChallenge("header"),
    }),
  };
}

/**
 * A shop that grows from scan to scan, with what goes wrong in sitemaps.
 * @param day 0 is the day of its first scan
 */
export function shop(day: number): Routes {
  const at = (path: string) => `${SHOP}${path}`;
  const products = entries(at("/products/"), 9 * day, 2_200 + 61 * day).map((entry, index) =>
    index < 30 + day ? { ...entry, lastmod: `2026-10-${String(day + 1).padStart(2, "0")}` } : entry,
  );
  const parts = [0, 1, 2, 3].map((part) => products.filter((_, index) => index % 4 === part));
  const withParts = parts.map((part, index): [string, SiteResponse] => [
    `/sitemaps/products-${index + 1}.xml.gz`,
    { headers: { "content-type": "application/gzip" }, body: gzip(urlset(part)) },
  ]);
  return site(SHOP, {
    "/robots.txt": `User-agent: *\nSitemap: ${at("/sitemap_index.xml")}\n`,
    "/sitemap_index.xml": sitemapIndex(
      ["products/index", "categories", "journal", "lookbook", "old-campaign", "stores"].map(
        (name) => at(`/sitemaps/${name}.xml`),
      ),
    ),
    "/sitemaps/products/index.xml": sitemapIndex(withParts.map(([path]) => at(path))),
    ...Object.fromEntries(withParts),
    "/sitemaps/categories.xml": urlset([
      ...entries(at("/c/"), 0, 86),
      { loc: at("/c/7") },
      { loc: "/c/relative" },
      { loc: "https://cdn.example.net/banner" },
      { loc: at("/c/soon"), lastmod: "2031-01-01" },
      { loc: at("/c/unclear"), lastmod: "last tuesday" },
    ]),
    "/sitemaps/journal.xml": urlset(articles(at("/journal/"), 118 + 3 * day)),
    "/sitemaps/lookbook.xml": redirectTo(at("/sitemaps/lookbook-2026.xml")),
    "/sitemaps/lookbook-2026.xml": urlset(entries(at("/lookbook/"), 0, 48)),
    "/sitemaps/stores.xml": htmlPage("<h1>Find a store</h1>"),
  });
}

/** Who is told of scans: one takes it, one fails, one wants no more of it. */
export const RECEIVERS = {
  "http://hooks.example.com/scans": { status: 204, description: "the operators' chat" },
  "http://search.example.net/reindex": { status: 500, description: "the search index" },
  "http://old.example.org/hook": { status: 410, description: "a receiver of last year" },
};

/** A file in the middle of which its site falls silent, so that a scan is seen at work. */
export async function* halfRead(origin: string): AsyncGenerator<string> {
  for (let first = 0; first < 3_000; first += 500) {
    const part = Array.from(
      { length: 500 },
      (_, index) => `<url><loc>${origin}/map/${first + index}</loc></url>`,
    );
    yield (first === 0 ? OPENING : "") + part.join("\n");
  }
  await new Promise(() => undefined);
}

const OPENING = `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">`;

function site(origin: string, routes: Routes): Routes {
  return Object.fromEntries(
    Object.entries(routes).map(([path, answer]) => [`${origin}${path}`, answer]),
  );
}

function entries(prefix: string, from: number, to: number): UrlEntry[] {
  return Array.from({ length: to - from }, (_, index) => ({
    loc: `${prefix}${from + index}`,
    lastmod: `2026-0${1 + ((from + index) % 9)}-${String(1 + ((from + index) % 28)).padStart(2, "0")}`,
  }));
}

function articles(prefix: string, count: number): UrlEntry[] {
  return entries(prefix, 1, count + 1).map((entry) => ({ ...entry, changefreq: "daily" }));
}
