import type { Config, Logger } from "@sitemap-scanner/runtime";

/**
 * Names of hosts are looked up on the threads of libuv, which zlib and files use too. A name server that is
 * silent keeps a thread for half a minute: as many such hosts as there are threads, and nothing is fetched
 * from any other.
 */
export function warnOfFewThreads(
  { threads, concurrency }: Pick<Config["worker"], "threads" | "concurrency">,
  logger: Logger,
): void {
  if (threads >= concurrency) return;
  logger.warn("fewer threads than tasks at a time: raise UV_THREADPOOL_SIZE", {
    threads,
    concurrency,
  });
}
