import { z } from "zod";
import { Job, ListQuery } from "./scan.ts";

/** `queued`: the intake makes a scan of it within seconds. The others follow its latest job. */
export const DomainStatus = z
  .enum(["new", "queued", "submitted", "processing", "complete", "failed"])
  .meta({ id: "DomainStatus" });
export type DomainStatus = z.infer<typeof DomainStatus>;

/** How often a domain is scanned by itself: `30m`, `6h`, `1d`. */
export const ScanInterval = z
  .string()
  .regex(/^[1-9]\d{0,3}[mhd]$/, "an interval like 30m, 6h or 1d")
  .meta({ id: "ScanInterval" });
export type ScanInterval = z.infer<typeof ScanInterval>;

/** One line of a listing of domains. */
export const Domain = z
  .object({
    domain: z.string(),
    status: DomainStatus,
    /** Why the latest scan failed. */
    error: z.string().nullable(),
    latest_job_id: z.uuid().nullable(),
    schedule: z.object({
      /** Null: it is scanned only when somebody asks for it. */
      every: z.string().nullable(),
      /** Null with an interval: now. */
      next_scan_at: z.iso.datetime().nullable(),
    }),
    queued_at: z.iso.datetime().nullable(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: "Domain" });
export type Domain = z.infer<typeof Domain>;

export const DomainDetail = Domain.extend({ latest_job: Job.nullable() }).meta({
  id: "DomainDetail",
});
export type DomainDetail = z.infer<typeof DomainDetail>;

export const DomainsQuery = ListQuery.extend({ status: DomainStatus.optional() });
export type DomainsQuery = z.infer<typeof DomainsQuery>;

/** Null: no more. */
export const ScheduleRequest = z
  .strictObject({ every: ScanInterval.nullable() })
  .meta({ id: "ScheduleRequest" });
export type ScheduleRequest = z.infer<typeof ScheduleRequest>;

/** Rows that one import takes. */
export const MAX_IMPORT_ROWS = 100_000;

/** Whether it names a site, and the interval is one, is judged row by row: a bad row spoils no other. */
export const ImportRow = z
  .union([
    z.string(),
    z.strictObject({
      /** A domain, an origin or the address of a page. */
      domain: z.string(),
      /** Have it scanned again and again: `30m`, `6h`, `1d`. Absent: its schedule stays as it is. */
      every: z.string().nullish(),
    }),
  ])
  .meta({ id: "ImportRow" });
export type ImportRow = z.infer<typeof ImportRow>;

const ImportRows = z.array(ImportRow);

export const ImportRequest = z
  .union([ImportRows, z.strictObject({ domains: ImportRows })])
  .meta({ id: "ImportRequest" });
export type ImportRequest = z.infer<typeof ImportRequest>;

/**
 * `queued`: it is scanned when there is room. `in_progress`: it is being scanned. `duplicate`: an earlier
 * row has it.
 */
export const ImportVerdict = z.enum([
  "queued",
  "already_queued",
  "in_progress",
  "invalid",
  "duplicate",
]);
export type ImportVerdict = z.infer<typeof ImportVerdict>;

/** What became of one row. */
export const ImportedRow = z
  .object({
    /** Its line, as an editor counts; in JSON its place in the list, from 1. */
    row: z.int(),
    /** As it is kept; when it is invalid as it was sent, shortened, or null when there is none. */
    domain: z.string().nullable(),
    verdict: ImportVerdict,
    /** Of an invalid row: what is wrong with it. */
    code: z
      .enum([
        "malformed_row",
        "row_too_long",
        "invalid_domain",
        "target_not_public",
        "invalid_interval",
        "too_many_rows",
      ])
      .optional(),
    message: z.string().optional(),
  })
  .meta({ id: "ImportedRow" });
export type ImportedRow = z.infer<typeof ImportedRow>;

/** The last line of an import, after all rows: without it the import broke off. */
export const ImportSummary = z
  .object({
    summary: z.object({
      rows: z.int(),
      queued: z.int(),
      already_queued: z.int(),
      in_progress: z.int(),
      invalid: z.int(),
      duplicate: z.int(),
      /** False when there were more rows than an import takes: those behind were not read. */
      complete: z.boolean(),
    }),
  })
  .meta({ id: "ImportSummary" });
export type ImportSummary = z.infer<typeof ImportSummary>;

export const ImportLine = z.union([ImportedRow, ImportSummary]).meta({ id: "ImportLine" });
export type ImportLine = z.infer<typeof ImportLine>;

/** What one pass of the intake did. */
export const IntakePass = z
  .object({
    /** Queued domains that have a job now. */
    taken: z.int(),
    /** Domains that were queued because their next scan was due. */
    queued: z.int(),
  })
  .meta({ id: "IntakePass" });
export type IntakePass = z.infer<typeof IntakePass>;
