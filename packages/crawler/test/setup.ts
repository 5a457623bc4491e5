import { createFetcher, type Fetcher, type FetcherOptions } from "@sitemap-scanner/fetcher";
import { startSite, type Site, type SiteOptions, type SiteRoutes } from "@sitemap-scanner/testkit";
import { findSitemaps, type Discovery, type FindSitemapsInput } from "../src/index.ts";
import { startWeb, type Web, type WebRoutes } from "./web.ts";

type Input = Partial<FindSitemapsInput>;

export interface Setup {
  fetcher: (options?: Partial<FetcherOptions>) => Fetcher;
  site: (routes?: SiteRoutes, options?: SiteOptions) => Promise<Site>;
  web: (routes: WebRoutes, options?: Parameters<typeof startWeb>[1]) => Promise<Web>;
  /** Searches a site by its address, over http first. */
  findAt: (site: Site, input?: Input) => Promise<Discovery>;
  /** Searches a name, on https first. */
  findIn: (web: Web, name: string, input?: Input) => Promise<Discovery>;
  /** Closes all that was made since the last call. */
  tearDown: () => Promise<void>;
}

export function setup(): Setup {
  const closers: (() => unknown)[] = [];
  const aFetcher = (options: Partial<FetcherOptions> = {}): Fetcher => {
    const made = createFetcher({ userAgent: "test", allowPrivate: ["127.0.0.0/8"], ...options });
    closers.push(() => made.close());
    return made;
  };
  return {
    fetcher: aFetcher,
    async site(routes, options) {
      const site = await startSite(routes, options);
      closers.push(site.close);
      return site;
    },
    async web(routes, options) {
      const web = await startWeb(routes, options);
      closers.push(web.close);
      return web;
    },
    findAt: (site, input) => find(aFetcher(), { domain: site.domain, scheme: "http", ...input }),
    findIn: (web, name, input) =>
      find(aFetcher({ resolve: web.resolve }), { domain: web.at(name), ...input }),
    async tearDown() {
      for (const close of closers.splice(0)) await close();
    },
  };
}

function find(fetcher: Fetcher, input: Input & { domain: string }): Promise<Discovery> {
  const usual = { scheme: null, onRobotsFailure: "throw", userAgent: "test" } as const;
  return findSitemaps(fetcher, { ...usual, ...input });
}

/** What was tried, in short: path and outcome. */
export function pathsTried({ tried }: Discovery): string[] {
  return tried.map(({ url, outcome }) => `${new URL(url).pathname} ${outcome}`);
}
