export { findSitemaps, type Discovery, type FoundSitemap, type Probe } from "./find-sitemaps.ts";
export { readSitemapFile, type FileReading } from "./read-sitemap-file.ts";
