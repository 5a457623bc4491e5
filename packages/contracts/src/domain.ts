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
