import { z } from "zod";
import { JobId, JobStatus } from "./scan.ts";

export const JobCountsQuery = z.strictObject({ domain: z.string().max(300).optional() });

/** How many scans there are of each status, without canaries. */
export const JobCounts = z
  .object({
    pending: z.int(),
    running: z.int(),
    complete: z.int(),
    failed: z.int(),
    cancelled: z.int(),
    estimated: z
      .boolean()
      .describe("Those that have ended are what the statistics of the database say."),
  })
  .meta({ id: "JobCounts" });
export type JobCounts = z.infer<typeof JobCounts>;

export const ActivityQuery = z.strictObject({
  hours: z.coerce
    .number()
    .int()
    .min(1)
    .max(168)
    .default(24)
    .describe("How far back. Up to 24 the stretches are of 5 minutes, beyond that of an hour."),
});

/** The scans that ended in one stretch of time, without canaries. */
export const ActivityBucket = z
  .object({
    at: z.iso.datetime().describe("When it begins."),
    complete: z.int(),
    failed: z.int(),
    cancelled: z.int(),
    pages_found: z.int(),
  })
  .meta({ id: "ActivityBucket" });
export type ActivityBucket = z.infer<typeof ActivityBucket>;

export const Activity = z.object({ data: z.array(ActivityBucket) }).meta({ id: "Activity" });
export type Activity = z.infer<typeof Activity>;

/** A transition of a scan. */
export const ScanTransition = z
  .object({
    id: z.string(),
    at: z.iso.datetime(),
    job_id: JobId,
    domain: z.string(),
    from: JobStatus.nullable(),
    to: JobStatus,
    reason: z.string().nullable(),
    actor: z.string(),
  })
  .meta({ id: "ScanTransition" });
export type ScanTransition = z.infer<typeof ScanTransition>;

export const HistoryQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1_000).default(200).describe("The last so many scans."),
});

/** What an ended scan of a domain came to. */
export const ScanInHistory = z
  .object({
    job_id: JobId,
    status: JobStatus,
    created_at: z.iso.datetime(),
    finished_at: z.iso.datetime(),
    sitemaps_found: z.int(),
    sitemaps_failed: z.int(),
    pages_found: z.int(),
    pages_new: z.int(),
    pages_changed: z.int(),
    pages_removed: z.int(),
  })
  .meta({ id: "ScanInHistory" });
export type ScanInHistory = z.infer<typeof ScanInHistory>;

export const DomainHistory = z
  .object({ data: z.array(ScanInHistory) })
  .meta({ id: "DomainHistory" });
export type DomainHistory = z.infer<typeof DomainHistory>;
