export type { Entry, PageEntry, SitemapRef } from "./entries.ts";
export type { ReadReport, Rejection, SitemapKind, Warning } from "./report.ts";
export type { ReadLimits } from "./limits.ts";
export { readSitemap, type ReadOptions, type SitemapReading } from "./read-sitemap.ts";
export { parseRobots, type Robots } from "./robots.ts";
export { hashUrl, normalizeUrl, type NormalUrl } from "./url.ts";
export { InvalidDomainError, parseDomain, type ParsedDomain } from "./domain.ts";
export { parseLastmod } from "./lastmod.ts";
