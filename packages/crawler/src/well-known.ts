import type { FoundSitemap } from "./discovery.ts";
import { readsAsSitemap } from "./probe.ts";
import type { Visit } from "./visit.ts";

/** In the order of how likely they are. */
const NAMES = [
  "sitemap.xml",
  "sitemap_index.xml",
  "sitemap-index.xml",
  "wp-sitemap.xml",
  "sitemap.xml.gz",
  "sitemap_index.xml.gz",
  "sitemap-index.xml.gz",
  "sitemap/sitemap.xml",
  "sitemap/sitemap-index.xml",
  "sitemap",
  "sitemaps.xml",
  "sitemap1.xml",
  "sitemap-0.xml",
  "sitemap.txt",
  "sitemap.php",
  "sitemap_news.xml",
  "sitemap-news.xml",
  "sitemap_news.xml.gz",
  ".sitemap.xml",
  "admin/config/search/xmlsitemap",
];

/**
 * The names tried below the root. What lives there is a blog, a shop or a language with a generator
 * of its own, and these are what generators write by themselves; the rest of the list are names
 * that people gave to files at the root. Each costs a request per directory.
 */
const NAMES_IN_DIRECTORIES = NAMES.slice(0, 4);

/**
 * Tries the paths at which sitemaps usually are: the deep URL that was asked for, if it looks like
 * one, then those near it, then those at the root.
 *
 * @returns the first that reads as a sitemap, if any
 */
export async function searchWellKnown(visit: Visit): Promise<FoundSitemap[]> {
  const { origin } = visit;
  const { path } = visit.search;
  if (path !== null && looksLikeSitemapFile(path)) {
    const url = new URL(origin + path).href;
    // It was asked for by name, so it is no guess.
    if (await readsAsSitemap(visit, url)) return [{ url, via: "request" }];
  }
  for (const candidate of wellKnownPaths(path)) {
    if (visit.isOver) return [];
    const url = origin + candidate;
    if (visit.search.hasTried(url) || !visit.mayGuess(url)) continue;
    if (await readsAsSitemap(visit, url)) return [{ url, via: "well_known" }];
  }
  return [];
}

/**
 * Whether a URL, by its words alone, is that of a sitemap and not that of a page.
 * @param path with its query
 */
export function looksLikeSitemapFile(path: string): boolean {
  const [name = ""] = path.split(/[?#]/, 1);
  return /\.(?:xml|txt|gz|rss|atom|php)$/i.test(name) || /site-?_?map/i.test(path);
}

function wellKnownPaths(path: string | null): string[] {
  const near = path === null ? [] : directoriesOf(path);
  return [
    ...near.flatMap((directory) => NAMES_IN_DIRECTORIES.map((name) => directory + name)),
    ...NAMES.map((name) => `/${name}`),
  ];
}

/**
 * `/en/shop/` and `/en/` for `/en/shop/cart`: the directory of the page, and the first one, which is
 * that of a language or of an application. `/en` alone is taken for a directory.
 */
function directoriesOf(path: string): string[] {
  const { pathname } = new URL(`https://base.invalid${path}`);
  const [, first = ""] = pathname.split("/");
  const isFile = pathname === `/${first}` && first.includes(".");
  if (first === "" || isFile) return [];
  const directory = pathname.slice(0, pathname.lastIndexOf("/") + 1);
  return [...new Set([directory, `/${first}/`])].filter((name) => name !== "/");
}
