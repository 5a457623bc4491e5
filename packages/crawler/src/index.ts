export type {
  Discovery,
  FindSitemapsInput,
  FoundSitemap,
  Probe,
  SearchPosition,
  SearchStep,
} from "./discovery.ts";
export { findSitemaps } from "./find-sitemaps.ts";
export type { KnownFile } from "./known-file.ts";
export {
  readSitemapFile,
  type FileReading,
  type FileResult,
  type ReadFileOptions,
} from "./read-sitemap-file.ts";
export { looksLikeSitemapFile } from "./well-known.ts";
