export { freePort } from "@sitemap-scanner/embedded";
export { AWAITED_LOCKS } from "./awaited-locks.ts";
export { startPostgres, type PostgresOptions, type TestPostgres } from "./postgres.ts";
export { startRedis, type RedisOptions, type TestRedis } from "./redis.ts";
export {
  brotliBomb,
  gzipBomb,
  stackedEncodings,
  truncatedGzip,
} from "./misbehaviour/compression.ts";
export { conditional, type ConditionalFile } from "./misbehaviour/conditional.ts";
export {
  emptyBody,
  endlessBody,
  lyingLength,
  noLength,
  resetAfter,
} from "./misbehaviour/length.ts";
export { garbage, hugeHeaders, switchesProtocol } from "./misbehaviour/no-http.ts";
export { botChallenge, htmlPage, jsonPage, loginPage } from "./misbehaviour/other-pages.ts";
export { rateLimited, unavailable } from "./misbehaviour/passing.ts";
export { redirectChain, redirectLoop, redirectTo } from "./misbehaviour/redirects.ts";
export { silent, slowBody, slowHeaders } from "./misbehaviour/slow.ts";
export { canInstallPackages, installDebianPackage } from "./install-debian-package.ts";
export { watchLoggedLine } from "./logged-secrets.ts";
export { isRunning } from "./process-target.ts";
export { cleanUpRun, createRunDirectory, makeTemporaryDirectory } from "./run-directory.ts";
export { startReaper } from "./jest/start-reaper.ts";
export {
  startSite,
  type Site,
  type SiteOptions,
  type SiteRequest,
  type SiteRoutes,
} from "./site.ts";
export type { SiteAnswer, SiteContent, SiteHandler, SiteResponse } from "./site-response.ts";
export {
  gzip,
  sitemapIndex,
  urlList,
  urlset,
  type Content,
  type GeneratedUrls,
  type UrlEntry,
} from "./sitemap-content.ts";
export {
  startProcess,
  type ProcessEnd,
  type ProcessOptions,
  type RunningProcess,
} from "./start-process.ts";
export {
  startTcpProxy,
  type TcpFaults,
  type TcpProxy,
  type TcpProxyOptions,
} from "./tcp-proxy/start-tcp-proxy.ts";
export { createTestDatabase, type TestDatabase } from "./test-database.ts";
export { testQueuePrefix, testRedisUrl } from "./test-redis.ts";
export { waitFor, type WaitOptions } from "./wait-for.ts";
