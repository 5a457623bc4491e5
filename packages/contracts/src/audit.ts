import { z } from "zod";
import { JobId, JobStatus } from "./scan.ts";

/** In the order in which findings are told: what is worst first. */
export const SEVERITIES = ["error", "warning", "notice"] as const;

/** What is wrong with a site's sitemaps, and what to do about it. */
interface AuditCheck {
  /** `error`: pages are lost or against the protocol. `warning`: crawlers are misled. `notice`: it could be better. */
  readonly severity: (typeof SEVERITIES)[number];
  readonly title: string;
  /** One sentence for the person who runs the site. */
  readonly advice: string;
}

/** All that an audit looks for: the only table of it. */
export const AUDIT_CHECKS = {
  over_50000_entries: {
    severity: "error",
    title: "Files of over 50,000 entries",
    advice: "Split the file and list its parts in an index: crawlers leave out what is behind.",
  },
  over_50mb: {
    severity: "error",
    title: "Files of over 50 MB",
    advice:
      "Split the file and list its parts in an index: crawlers do not read files of this size.",
  },
  entries_rejected: {
    severity: "error",
    title: "Entries that cannot be used",
    advice: "Correct what writes these entries: nobody can follow them.",
  },
  child_failed: {
    severity: "error",
    title: "Files that could not be read",
    advice: "Make the file readable, or take it out of whatever names it.",
  },
  duplicate_in_file: {
    severity: "warning",
    title: "Addresses twice in one file",
    advice: "List each address once: crawlers take one of its entries, and not always the same.",
  },
  http_among_https: {
    severity: "warning",
    title: "Pages by http among https",
    advice: "List the https address of each page, which is the one that people are led to.",
  },
  foreign_host: {
    severity: "warning",
    title: "Pages of other hosts",
    advice:
      "List pages in a sitemap of their own host, or name that sitemap in the robots.txt of it.",
  },
  lastmod_future: {
    severity: "warning",
    title: "lastmod in the future",
    advice: "Give the time of the last change: crawlers disregard a lastmod that cannot be true.",
  },
  lastmod_unreadable: {
    severity: "warning",
    title: "lastmod that is no date",
    advice: "Write dates as 2026-01-31 or 2026-01-31T12:00:00Z: others are not read.",
  },
  lastmod_all_equal: {
    severity: "warning",
    title: "Files with one lastmod for all pages",
    advice: "Give each page the time of its own change, not the time at which the file was made.",
  },
  redirected: {
    severity: "warning",
    title: "Files behind a redirect",
    advice: "Name the final address of the file where it is listed.",
  },
  page_in_several_files: {
    severity: "notice",
    title: "Pages in several files",
    advice: "List each page in one file, so that it has one lastmod.",
  },
  lastmod_missing: {
    severity: "notice",
    title: "Pages without lastmod",
    advice: "Give lastmod where it is known: crawlers then know what to read again.",
  },
  not_compressed: {
    severity: "notice",
    title: "Large files without compression",
    advice: "Serve files of over 1 MB with gzip: they come in a tenth of the time.",
  },
} as const satisfies Record<string, AuditCheck>;

/** The stable code of a finding. */
export type AuditCode = keyof typeof AUDIT_CHECKS;

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- these are its keys, and it is a constant
const CODES = Object.keys(AUDIT_CHECKS) as AuditCode[];

/** Examples of one finding at most. */
export const AUDIT_EXAMPLES = 5;

const AuditExample = z.object({
  file_url: z.string(),
  url: z
    .string()
    .nullable()
    .describe("The entry; null where the file itself is meant, or the entry has no URL."),
  detail: z
    .string()
    .nullable()
    .describe("What was found; of `entries_rejected` the address as it is written."),
});

export const AuditFinding = z
  .object({
    code: z.enum(CODES),
    severity: z.enum(SEVERITIES),
    title: z.string(),
    advice: z.string(),
    reason: z
      .string()
      .nullable()
      .describe("Of `entries_rejected` why; of `child_failed` the outcome of the files."),
    count: z.int().describe("Entries, or files where the finding is about files."),
    files: z.int().describe("Files in which it was found."),
    examples: z.array(AuditExample).max(AUDIT_EXAMPLES),
  })
  .meta({ id: "AuditFinding" });
export type AuditFinding = z.infer<typeof AuditFinding>;

export const Audit = z
  .object({
    job_id: JobId,
    domain: z.string(),
    status: JobStatus,
    complete: z.boolean().describe("The scan has ended: nothing more is found."),
    files: z.int(),
    pages: z.int(),
    findings: z.array(AuditFinding).describe("By severity, then by count."),
  })
  .meta({ id: "Audit" });
export type Audit = z.infer<typeof Audit>;
