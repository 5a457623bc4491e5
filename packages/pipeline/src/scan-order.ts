import type { JobRow } from "@sitemap-scanner/database";
import { PageHosts } from "@sitemap-scanner/contracts";
import { z } from "zod";
import { InvalidParamsError } from "./errors.ts";

/** Of a column; a list may hold thousands. */
const MOST_FAULTS = 5;

const ResultData = z.looseObject({ domain: z.string() });
const Params = z.looseObject({
  scheme: z.enum(["http", "https"]).optional(),
  path: z.string().startsWith("/").optional(),
  sitemap_urls: z.array(z.url()).optional(),
  page_hosts: PageHosts.default("any"),
});

/** What somebody asked for with a job. */
export interface ScanOrder {
  domain: string;
  /** Null: https is tried, then http. */
  scheme: "http" | "https" | null;
  /** Path and query of the deep URL that was asked for; null for the home page. */
  path: string | null;
  /** When given, these are read and nothing is searched for. */
  sitemapUrls: string[] | undefined;
  /** Whose pages are stored. */
  pageHosts: PageHosts;
}

/**
 * Reads what a job was asked to do. Anybody may insert a job by SQL, so it is checked here, by whoever
 * acts on it.
 *
 * @throws InvalidParamsError when its columns make no sense
 */
export function readScanOrder(job: Pick<JobRow, "job_id" | "params" | "result_data">): ScanOrder {
  const { domain } = readColumn(job, "result_data", ResultData);
  const params = readColumn(job, "params", Params);
  const { scheme = null, path = null, sitemap_urls: sitemapUrls, page_hosts: pageHosts } = params;
  return { domain, scheme, path, sitemapUrls, pageHosts };
}

/** Where the search of a job is to go on. */
const SearchNext = z
  .object({ origin: z.url(), step: z.enum(["robots", "well_known", "html"]) })
  .nullable();

/**
 * Reads where the search of a job stopped; null: it begins.
 *
 * @throws InvalidParamsError when somebody has edited the column into nonsense
 */
export function readSearchNext(
  job: Pick<JobRow, "job_id" | "search_next">,
): z.infer<typeof SearchNext> {
  return readColumn(job, "search_next", SearchNext);
}

function readColumn<Column extends string, Schema extends z.ZodType>(
  job: { job_id: string } & Record<Column, unknown>,
  column: Column,
  schema: Schema,
): z.output<Schema> {
  const read = schema.safeParse(job[column]);
  if (read.success) return read.data;
  const faults = read.error.issues
    .slice(0, MOST_FAULTS)
    .map(({ path, message }) => `${[column, ...path].join(".")}: ${message}`);
  throw new InvalidParamsError(job.job_id, faults);
}
