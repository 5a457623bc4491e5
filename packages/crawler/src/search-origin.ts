import { normalizeUrl } from "@sitemap-scanner/sitemap";
import type { FoundSitemap, SearchPosition, SearchStep } from "./discovery.ts";
import { type PageLinks, readPageLinks } from "./page-links.ts";
import type { Route } from "./route.ts";
import { searchPages } from "./search-pages.ts";
import type { Visit } from "./visit.ts";
import { searchWellKnown } from "./well-known.ts";

/** What one step gave, and where to go on if it turns out to be nothing. */
export interface Find {
  sitemaps: FoundSitemap[];
  next: SearchPosition | null;
}

/**
 * Takes the steps of one origin, whose robots.txt was read, until one gives something.
 * @returns null when none did, or the origin is another name of one that was searched
 */
export async function searchOrigin(
  visit: Visit,
  step: SearchStep,
  route: Route,
): Promise<Find | null> {
  const { origin, robots } = visit;
  if (isSearchedAlready(visit, route, robots.ledTo)) return null;
  const answeredBy = robots.ledTo.at(-1);
  if (answeredBy !== undefined) {
    if (robots.keepsPaths) route.noteAlias(answeredBy);
    else route.noteLead(origin, answeredBy);
  }
  if (step === "robots" && robots.sitemaps.length > 0)
    return { sitemaps: asFound(robots.sitemaps, "robots"), next: { origin, step: "well_known" } };

  let home: Promise<PageLinks> | undefined;
  const readHome = (): Promise<PageLinks> => (home ??= readPageLinks(visit, "/"));
  if (!route.isAtFirst && isSearchedAlready(visit, route, (await readHome()).ledTo)) return null;
  if (step !== "html") {
    const sitemaps = await searchWellKnown(visit);
    if (sitemaps.length > 0) return { sitemaps, next: { origin, step: "html" } };
  }
  if (visit.isOver) return null;
  const sitemaps = await searchPages(visit, readHome);
  for (const other of (await readHome()).ledTo) route.noteLead(origin, other);
  return sitemaps.length > 0 ? { sitemaps, next: route.peek() } : null;
}

/** In their normal form, which is what tells one file from another. */
export function asFound(urls: readonly string[], via: FoundSitemap["via"]): FoundSitemap[] {
  const normal = urls.map((url) => normalizeUrl(url)).flatMap((u) => ("url" in u ? [u.url] : []));
  return [...new Set(normal)].map((url) => ({ url, via }));
}

function isSearchedAlready(visit: Visit, route: Route, ledTo: readonly string[]): boolean {
  const searched = route.findSearched(visit.origin, ledTo);
  if (searched === undefined) return false;
  visit.search.note(`${visit.origin}/`, "loop", `leads to ${searched}, which was searched already`);
  return true;
}
