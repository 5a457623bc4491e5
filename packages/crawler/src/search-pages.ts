import type { FoundSitemap } from "./discovery.ts";
import { type PageLinks, readPageLinks } from "./page-links.ts";
import { readsAsSitemap } from "./probe.ts";
import type { Visit } from "./visit.ts";
import { looksLikeSitemapFile } from "./well-known.ts";

const MAX_PROBES = 20;

/**
 * Follows the links of the page that was asked for, and of the home page, to sitemaps.
 *
 * @param home the links of the home page
 * @returns what pages declare and what reads as a sitemap; if none, what else they link to as one
 */
export async function searchPages(
  visit: Visit,
  home: () => Promise<PageLinks>,
): Promise<FoundSitemap[]> {
  const { path } = visit.search;
  const pages: PageLinks[] = [];
  if (path !== null && !looksLikeSitemapFile(path)) pages.push(await readPageLinks(visit, path));
  pages.push(await home());
  const probes = new Probes(visit);
  const declared = await probes.readable(pages.flatMap((page) => page.declared));
  if (declared.length > 0) return declared;
  const mentioned = pages.flatMap((page) => page.mentioned);
  return await probes.readable(mentioned.filter((url) => visit.mayGuess(url)));
}

/** At most so many, however many links there are. */
class Probes {
  readonly #visit: Visit;
  #left = MAX_PROBES;

  constructor(visit: Visit) {
    this.#visit = visit;
  }

  async readable(urls: readonly string[]): Promise<FoundSitemap[]> {
    const found: FoundSitemap[] = [];
    for (const url of new Set(urls)) {
      if (this.#left === 0 || this.#visit.isOver) break;
      if (this.#visit.search.hasTried(url)) continue;
      this.#left--;
      if (await readsAsSitemap(this.#visit, url)) found.push({ url, via: "html" });
    }
    return found;
  }
}
