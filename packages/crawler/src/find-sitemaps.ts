import type { Fetcher, FetchError } from "@sitemap-scanner/fetcher";
import type { Discovery, FindSitemapsInput, SearchPosition } from "./discovery.ts";
import { asFailure } from "./failure.ts";
import { readRobots, type RobotsReading } from "./read-robots.ts";
import { Route } from "./route.ts";
import { asFound, searchOrigin } from "./search-origin.ts";
import { Search } from "./search.ts";
import { Visit } from "./visit.ts";

/**
 * Finds the root sitemaps of a site: those asked for, else those of robots.txt, else the first
 * well-known path that reads as a sitemap, else what its pages link to; on one origin after the
 * other. It returns at the first step that gives something. Whether the sitemaps that robots.txt
 * names can be read is seen by whoever reads them: if none can, call again with `from: next`.
 *
 * @returns an empty `sitemaps` when there are none; `tried` says what was looked at
 * @throws FetchError when a search from the beginning got no answer from any origin (that of the
 *   first), the named host is not public, or robots.txt failed and `onRobotsFailure` is "throw"
 * @throws the reason of `signal`, or a FetchError `cancelled`
 */
export async function findSitemaps(fetcher: Fetcher, input: FindSitemapsInput): Promise<Discovery> {
  const search = new Search(fetcher, input);
  const result: Discovery = {
    sitemaps: asFound(input.sitemapUrls ?? [], "request"),
    crawlDelayMs: null,
    tried: search.tried,
    origin: null,
    next: null,
  };
  return input.sitemapUrls && input.sitemapUrls.length > 0
    ? result
    : await walk(search, input, result);
}

async function walk(search: Search, input: FindSitemapsInput, nothing: Discovery) {
  const route = new Route(input);
  const result = { ...nothing };
  let silence: FetchError | null = null;
  for (let position = route.take(); position; position = route.take()) {
    const { origin, step } = position;
    const robots = await robotsOf(search, position);
    if ("silence" in robots) {
      silence ??= robots.silence;
      if (isNamedHostRefused(robots.silence, origin, input)) break;
      continue;
    }
    const { failure, crawlDelayMs } = robots;
    if (failure !== null && !input.from && input.onRobotsFailure === "throw") throw failure;
    const find = await searchOrigin(new Visit(search, origin, robots), step, route);
    if (find !== null) return { ...result, ...find, crawlDelayMs, origin };
    result.origin ??= origin;
    result.crawlDelayMs ??= crawlDelayMs;
  }
  if (silence !== null && result.origin === null && !input.from) throw silence;
  return result;
}

async function robotsOf(
  search: Search,
  { origin, step }: SearchPosition,
): Promise<RobotsReading | { silence: FetchError }> {
  try {
    return await readRobots(search, origin, step !== "robots");
  } catch (error) {
    return { silence: asFailure(error) };
  }
}

/** No other scheme or name makes an address public that was refused. */
function isNamedHostRefused(
  { code }: FetchError,
  origin: string,
  { domain }: FindSitemapsInput,
): boolean {
  const { hostname } = new URL(`http://${domain}`);
  return code === "target_not_public" && new URL(origin).hostname === hostname;
}
