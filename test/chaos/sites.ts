import { setTimeout as delay } from "node:timers/promises";
import {
  garbage,
  gzip,
  redirectLoop,
  resetAfter,
  silent,
  sitemapIndex,
  startSite,
  truncatedGzip,
  urlset,
  type Site,
  type SiteRoutes,
} from "@sitemap-scanner/testkit";
import type { Random } from "./random.ts";

/** A small site, and what a scan of it must find. */
export interface ChaosSite {
  site: Site;
  kind: SiteKind;
  /** Every page that its sitemaps list; `undefined` for a site that misbehaves. */
  pages: ReadonlySet<string> | undefined;
  /** Given with each scan of it; `undefined`: the scanner's default. */
  maxPages: number | undefined;
}

interface Blueprint {
  routes: (origin: string, random: Random) => SiteRoutes;
  /** Pages in all; 0: nobody can tell, the site misbehaves. */
  pages: number;
  maxPages?: number;
}

const SHARE = 20;
const SLOW_DOWN = { status: 429, headers: { "retry-after": "1" } };

/** Sites that a scan must read whole, each in another form, and sites that break each rule there is. */
const BLUEPRINTS = {
  one_file: {
    pages: SHARE,
    routes: (origin) => ({
      "/robots.txt": `Sitemap: ${origin}/s0.xml\n`,
      "/s0.xml": file(origin, 0),
    }),
  },
  well_known: { pages: SHARE, routes: (origin) => ({ "/sitemap.xml": file(origin, 0) }) },
  three_files: {
    pages: 3 * SHARE,
    routes: (origin) => ({
      "/robots.txt": [0, 1, 2].map((n) => `Sitemap: ${origin}/s${n}.xml\n`).join(""),
      ...files(origin, 3),
    }),
  },
  index_wider_than_window: {
    pages: 5 * SHARE,
    routes: (origin) => ({
      "/robots.txt": `Sitemap: ${origin}/index.xml\n`,
      "/index.xml": sitemapIndex([0, 1, 2, 3, 4].map((n) => `${origin}/s${n}.xml`)),
      ...files(origin, 5),
    }),
  },
  compressed: {
    pages: SHARE,
    routes: (origin) => ({
      "/robots.txt": `Sitemap: ${origin}/s0.xml.gz\n`,
      "/s0.xml.gz": { body: gzip(file(origin, 0)) },
    }),
  },
  paced: {
    pages: 2 * SHARE,
    routes: (origin) => ({
      "/robots.txt": `Sitemap: ${origin}/s0.xml\nSitemap: ${origin}/s1.xml\n`,
      "/s0.xml": () => paced(origin, 0, 1_500),
      "/s1.xml": () => paced(origin, 1, 1_500),
    }),
  },
  unhurried: {
    pages: 2 * SHARE,
    routes: (origin) => ({
      "/robots.txt": `Sitemap: ${origin}/s0.xml\nSitemap: ${origin}/s1.xml\n`,
      "/s0.xml": () => paced(origin, 0, 4_000),
      "/s1.xml": file(origin, 1),
    }),
  },
  capped: {
    pages: 3 * SHARE,
    maxPages: 25,
    routes: (origin) => ({
      "/robots.txt": [0, 1, 2].map((n) => `Sitemap: ${origin}/s${n}.xml\n`).join(""),
      ...files(origin, 3),
    }),
  },
  unavailable_at_times: {
    pages: 0,
    routes: (origin, random) => ({
      "/robots.txt": `Sitemap: ${origin}/s0.xml\n`,
      "/s0.xml": () => (random.chance(0.5) ? { status: 503 } : file(origin, 0)),
    }),
  },
  rate_limited: {
    pages: 0,
    routes: (origin, random) => ({
      "/robots.txt": `Sitemap: ${origin}/s0.xml\n`,
      "/s0.xml": () => (random.chance(0.5) ? SLOW_DOWN : file(origin, 0)),
    }),
  },
  breaks_off: {
    pages: 0,
    routes: (origin) => ({
      "/robots.txt": `Sitemap: ${origin}/s0.xml\nSitemap: ${origin}/s1.xml\n`,
      "/s0.xml": resetAfter(300),
      "/s1.xml": file(origin, 1),
    }),
  },
  says_nothing: {
    pages: 0,
    routes: (origin) => ({ "/robots.txt": `Sitemap: ${origin}/s0.xml\n`, "/s0.xml": silent() }),
  },
  has_none: { pages: 0, routes: () => ({}) },
  speaks_no_http: { pages: 0, routes: () => ({ "/robots.txt": garbage() }) },
  broken_files: {
    pages: 0,
    routes: (origin) => ({
      "/robots.txt": `Sitemap: ${origin}/s0.xml.gz\nSitemap: ${origin}/loop\n`,
      "/s0.xml.gz": truncatedGzip("<urlset/>".repeat(50)),
      "/loop": redirectLoop(),
    }),
  },
} satisfies Record<string, Blueprint>;

export type SiteKind = keyof typeof BLUEPRINTS;

const SOUND: SiteKind[] = kinds(({ pages }) => pages > 0);
const FAULTY: SiteKind[] = kinds(({ pages }) => pages === 0);
const SOUND_SHARE = 0.75;

/**
 * Starts so many sites, each at an address of its own, so that none shares a host with another.
 *
 * @param of kinds to choose from; default: all
 */
export function startSites(
  count: number,
  random: Random,
  of?: readonly SiteKind[],
): Promise<ChaosSite[]> {
  const sites = Array.from({ length: count }, async (_, index): Promise<ChaosSite> => {
    const kind = random.pick(of ?? (random.chance(SOUND_SHARE) ? SOUND : FAULTY));
    const { pages, routes, maxPages }: Blueprint = BLUEPRINTS[kind];
    const own = random.fork(`site ${index}`);
    const site = await startSite(
      {},
      { host: `127.0.${1 + Math.floor(index / 250)}.${1 + (index % 250)}` },
    );
    for (const [path, response] of Object.entries(routes(site.origin, own)))
      site.set(path, response);
    const listed = pages > 0 ? new Set(pageUrls(site.origin, pages)) : undefined;
    return { site, kind, pages: listed, maxPages };
  });
  return Promise.all(sites);
}

function kinds(fits: (blueprint: Blueprint) => boolean): SiteKind[] {
  return (Object.keys(BLUEPRINTS) as SiteKind[]).filter((kind) => fits(BLUEPRINTS[kind]));
}

function pageUrls(origin: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${origin}/p/${index}`);
}

function files(origin: string, count: number): Record<string, AsyncIterable<Uint8Array>> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, number) => [`/s${number}.xml`, file(origin, number)]),
  );
}

/** The n-th share of the site's pages. */
function file(origin: string, number: number) {
  return urlset(pageUrls(origin, (number + 1) * SHARE).slice(number * SHARE));
}

/** The same, in so many ms: long enough to be broken off in the middle. */
async function* paced(origin: string, number: number, ms: number): AsyncGenerator<string> {
  yield '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">';
  for (const url of pageUrls(origin, (number + 1) * SHARE).slice(number * SHARE)) {
    await delay(ms / SHARE);
    yield `<url><loc>${url}</loc></url>`;
  }
  yield "</urlset>";
}
