import type { JobRow } from "@sitemap-scanner/database";
import { z } from "zod";

const ResultData = z.looseObject({ domain: z.string() });
const Params = z.looseObject({
  scheme: z.enum(["http", "https"]).optional(),
  sitemap_urls: z.array(z.string()).optional(),
});

/** What somebody asked for with a job. */
export interface ScanOrder {
  domain: string;
  /** Null: https is tried, then http. */
  scheme: "http" | "https" | null;
  sitemapUrls: string[] | undefined;
}

/**
 * Reads what a job was asked to do. Anybody may insert a job by SQL, so it is checked here, by whoever
 * acts on it.
 *
 * @throws ZodError when its columns make no sense
 */
export function readScanOrder(job: Pick<JobRow, "params" | "result_data">): ScanOrder {
  const { scheme = null, sitemap_urls: sitemapUrls } = Params.parse(job.params);
  return { domain: ResultData.parse(job.result_data).domain, scheme, sitemapUrls };
}
