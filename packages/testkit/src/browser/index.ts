export type { Locator, Page } from "playwright-core";
export { openBrowser, type PageOptions, type TestBrowser } from "./open-browser.ts";
export { findBarriers, sidewaysScroll } from "./page-audit.ts";
export type { WatchedPage } from "./watch-page.ts";
