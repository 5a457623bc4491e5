import { z } from "zod";
import { storable } from "./text.ts";

/** Longest `base_url` and sitemap URL taken, in characters. */
export const MAX_URL_LENGTH = 2_048;

export const PageHosts = z.enum(["same-host", "same-domain", "any"]).meta({
  id: "PageHosts",
  description:
    "Whose pages a scan stores: those of the site's own host (www and the bare name are one), of its registrable domain, or of any. What is left out is counted on its file as `foreign_host`.",
});
export type PageHosts = z.infer<typeof PageHosts>;

export const ScanRequest = z
  .strictObject({
    base_url: z
      .string()
      .trim()
      .min(1)
      .max(MAX_URL_LENGTH)
      .describe("A bare domain, an origin or a deep URL."),
    max_pages: z
      .int()
      .positive()
      .optional()
      .describe("Distinct pages stored at most; the server has a default and a limit."),
    sitemap_urls: z
      .array(storable(z.url().max(MAX_URL_LENGTH)))
      .min(1)
      .max(100)
      .optional()
      .describe("Read these and nothing else, instead of looking for sitemaps."),
    page_hosts: PageHosts.optional().describe(
      "Default `any`: a sitemap may list pages of other hosts, and they are flagged `foreign_host`.",
    ),
  })
  .meta({ id: "ScanRequest" });
export type ScanRequest = z.infer<typeof ScanRequest>;

export const ScanAccepted = z
  .object({ job_id: z.uuid(), status_url: z.string() })
  .meta({ id: "ScanAccepted" });
export type ScanAccepted = z.infer<typeof ScanAccepted>;

export const JobStatus = z
  .enum(["pending", "running", "complete", "failed", "cancelled"])
  .meta({ id: "JobStatus" });
export type JobStatus = z.infer<typeof JobStatus>;

/** Nothing follows these. */
export const TERMINAL_STATUSES: readonly JobStatus[] = ["complete", "failed", "cancelled"];

export const JobSource = z
  .enum(["api", "intake", "cli", "canary", "sql"])
  .meta({ id: "JobSource" });
export type JobSource = z.infer<typeof JobSource>;

const JobError = z.object({ code: z.string(), message: z.string() });

export const ScanResult = z
  .object({
    sitemaps_found: z.int(),
    sitemaps_read: z.int(),
    sitemaps_failed: z.int(),
    pages_found: z.int(),
    pages_new: z.int().describe("Pages that were not there at the last scan."),
    pages_changed: z.int().describe("Pages whose lastmod moved."),
    pages_removed: z.int().describe("Pages that no file lists any more."),
    limits_hit: z
      .array(z.string())
      .describe(
        "Limits that kept the scan from taking all there is: `max_pages`, `max_depth`, `max_files`.",
      ),
  })
  .meta({ id: "ScanResult" });
export type ScanResult = z.infer<typeof ScanResult>;

/** One line of a job listing; the same fields begin a `ScanStatus`. */
export const Job = z
  .object({
    job_id: z.uuid(),
    status: JobStatus,
    domain: z.string(),
    source: JobSource,
    progress: z
      .number()
      .min(0)
      .max(1)
      .describe("0 to 1, never falling; 1 exactly when the job is finished."),
    created_at: z.iso.datetime(),
    started_at: z.iso.datetime().nullable(),
    finished_at: z.iso.datetime().nullable(),
    max_pages: z.int(),
    result: ScanResult,
    error: JobError.nullable(),
  })
  .meta({ id: "Job" });
export type Job = z.infer<typeof Job>;

export const ScanStatus = Job.extend({
  metadata: z.object({
    sitemaps: z
      .array(z.object({ url: z.string(), kind: z.string(), outcome: z.string().nullable() }))
      .describe("The first files of the scan, 100 at most; `…/files` has them all."),
  }),
}).meta({ id: "ScanStatus" });
export type ScanStatus = z.infer<typeof ScanStatus>;

export const JobId = z.uuid();

export const StatusQuery = z.strictObject({
  wait: z.coerce
    .number()
    .min(0)
    .max(60)
    .default(0)
    .describe("Seconds to wait for the job to finish before answering as it then stands."),
});

const Limit = z.coerce
  .number()
  .int()
  .min(1)
  .max(1_000)
  .describe("How many rows a page of the listing holds.")
  .default(100);
const Cursor = z.string().max(500).describe("`next` of the page before.").optional();

export const JobsQuery = z.strictObject({
  status: JobStatus.optional(),
  source: JobSource.optional().describe("Who asked for them; absent: anybody but the canary."),
  domain: z.string().max(300).optional(),
  older_than: z
    .string()
    .regex(/^\d{1,6}[smhd]$/, "an age like 30s, 10m, 2h or 7d")
    .optional()
    .describe("An age like `30s`, `10m`, `2h`, `7d`: jobs created longer ago than that."),
  limit: Limit,
  cursor: Cursor,
});
export type JobsQuery = z.infer<typeof JobsQuery>;

export const ListQuery = z.strictObject({ limit: Limit, cursor: Cursor });
export type ListQuery = z.infer<typeof ListQuery>;
