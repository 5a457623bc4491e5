import { findSitemapLinks, type SitemapLinks } from "@sitemap-scanner/sitemap";
import { asFailure, describe } from "./failure.ts";
import { outcomeOf } from "./judge-sample.ts";
import { otherOrigins } from "./origins.ts";
import { readBeginning } from "./read-beginning.ts";
import type { Visit } from "./visit.ts";

/** Of the body as received: links to sitemaps are in the head, or at the foot of a page of any size. */
const PAGE_MAX_BYTES = 2 * 1024 * 1024;

export interface PageLinks extends SitemapLinks {
  /** The other origins that it was redirected to, in order; the last one answered. */
  ledTo: string[];
}

/** Fetches a page of the origin, and notes which links to sitemaps it has. */
export async function readPageLinks(visit: Visit, path: string): Promise<PageLinks> {
  // NOTE: not resolved, but joined: `//other.example` is a path here.
  const url = new URL(visit.origin + path).href;
  const none = { declared: [], mentioned: [], ledTo: [] };
  if (!visit.mayGuess(url)) return none;
  await visit.takeTurn();
  const { fetcher, signal } = visit.search;
  try {
    const response = await fetcher.fetch(url, { signal });
    const { bytes, failure } = await readBeginning(response, PAGE_MAX_BYTES);
    const links = await findSitemapLinks(bytes, response);
    if (failure) visit.note(url, failure.code, `${describe(failure)}; ${tell(links)} before`);
    else visit.note(url, "ok", tell(links));
    return { ...links, ledTo: otherOrigins(visit.origin, [...response.redirects, response.url]) };
  } catch (error) {
    const failure = asFailure(error);
    visit.note(url, await outcomeOf(failure), describe(failure));
    return { ...none, ledTo: otherOrigins(visit.origin, [failure.url]) };
  }
}

function tell({ declared, mentioned }: SitemapLinks): string {
  if (declared.length === 0 && mentioned.length === 0) return "links to no sitemap";
  return `declares ${declared.length} sitemaps, ${mentioned.length} other links speak of one`;
}
