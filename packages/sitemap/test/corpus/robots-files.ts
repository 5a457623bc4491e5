import { parseRobots } from "../../src/index.ts";

/** What `<name>.expected.json` says of a robots.txt. */
export interface ExpectedRobots {
  rule: string;
  url?: string;
  userAgent?: string;
  sitemaps: string[];
  crawlDelaySeconds: number | null;
  /** Paths or URLs that may not be fetched, and such that may. */
  disallowed?: string[];
  allowed?: string[];
  isRobots?: boolean;
}

const KEYS = new Set(
  "rule url userAgent sitemaps crawlDelaySeconds disallowed allowed isRobots".split(" "),
);
const ROBOTS_URL = "https://example.com/robots.txt";
const USER_AGENT = "sitemap-scanner/0.1";

/** Fills in what expectations leave out. @throws Error on a misspelt name */
export function expectedRobots(written: ExpectedRobots) {
  const { sitemaps, crawlDelaySeconds, disallowed = [], allowed = [], isRobots = true } = written;
  const unknown = Object.keys(written).find((key) => !KEYS.has(key));
  if (unknown !== undefined) throw new Error(`Cannot read expectations: "${unknown}" is unknown`);
  return { sitemaps, crawlDelaySeconds, disallowed, allowed, isRobots };
}

/** Reads a robots.txt into the same shape; of the paths asked for, each stands where it belongs. */
export function readRobots(body: Buffer, written: ExpectedRobots) {
  const { url = ROBOTS_URL, userAgent = USER_AGENT, disallowed = [], allowed = [] } = written;
  const robots = parseRobots(body, url, userAgent);
  const isAllowed = (path: string) => robots.isAllowed(new URL(path, url).href);
  const asked = [...disallowed, ...allowed];
  return {
    sitemaps: robots.sitemaps,
    crawlDelaySeconds: robots.crawlDelaySeconds,
    disallowed: asked.filter((path) => !isAllowed(path)),
    allowed: asked.filter(isAllowed),
    isRobots: robots.isRobots,
  };
}
