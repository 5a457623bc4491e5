import { z } from "zod";
import { listOf, Page, SitemapFile } from "./listing.ts";
import { OUTCOMES } from "./outcome.ts";
import { JobId, JobStatus, ListQuery } from "./scan.ts";

/** json comes in pages; each of the others is one stream of all there is. */
export const ResultFormat = z.enum(["json", "ndjson", "csv", "txt", "xml"]);
export type ResultFormat = z.infer<typeof ResultFormat>;

const Paging = {
  /** Of json only: rows of a page. Default 100. */
  limit: ListQuery.shape.limit.unwrap().optional(),
  cursor: ListQuery.shape.cursor,
};

/** `true`: say how many rows match in all, or null when counting them takes too long. json only. */
const Total = z.enum(["true", "false"]).optional();

export const PagesQuery = z.strictObject({
  /** Absent: what `Accept` prefers, else json. */
  format: ResultFormat.optional(),
  ...Paging,
  total: Total,
  /** One of so many parts of about the same size, as `3/20`: the whole is all of them. */
  part: z
    .string()
    .regex(/^[1-9]\d{0,3}\/[1-9]\d{0,3}$/, "a part like 3/20")
    .refine((part) => {
      const [number = 0, of = 0] = part.split("/").map(Number);
      return number <= of;
    }, "there are fewer parts than that")
    .optional(),
  /** How path and query of the URL begin. */
  path_prefix: z
    .string()
    .max(2_048)
    .regex(/^\/[^#\s\\]*$/, "a path like /blog/")
    .optional(),
  contains: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe("A text that the URL contains, in upper or lower case."),
  /** By lastmod, or found new or changed by a scan that ended since then or has not ended. */
  changed_since: z.iso.datetime({ offset: true }).optional(),
  /** Last found new, or back after a removal, by this scan. */
  new_in: JobId.optional(),
  /** Whose lastmod this scan was the last to find moved. */
  changed_in: JobId.optional(),
  /** Found gone by this scan, and not seen since. */
  removed_in: JobId.optional(),
});
export type PagesQuery = z.infer<typeof PagesQuery>;

const OUTCOME_CODES = Object.keys(OUTCOMES);

export const FilesQuery = z.strictObject({
  format: ResultFormat.optional(),
  ...Paging,
  total: Total,
  outcome: z.enum(OUTCOME_CODES).optional(),
  status: SitemapFile.shape.status.optional(),
  kind: SitemapFile.shape.kind.optional(),
  parent_id: z
    .string()
    .regex(/^(?:root|\d{1,18})$/, "the id of a file, or root")
    .optional()
    .describe("Only files of this parent; `root`: only those that no file listed."),
});
export type FilesQuery = z.infer<typeof FilesQuery>;

const WithTotal = { total: z.int().nullable().optional() };

export const PageList = listOf(Page).extend(WithTotal);
export type PageList = z.infer<typeof PageList>;

export const FileList = listOf(SitemapFile).extend(WithTotal);
export type FileList = z.infer<typeof FileList>;

/** Files of a domain: those of its scan that ended last, null while there is none. */
export const DomainFileList = FileList.extend({ job_id: JobId.nullable() });
export type DomainFileList = z.infer<typeof DomainFileList>;

const Change = z.enum(["new", "removed", "changed"]);

export const DiffQuery = z.strictObject({
  /** The earlier scan, of the same domain. Absent: the last one before that completed. */
  against: JobId.optional(),
  change: Change.optional(),
  format: ResultFormat.extract(["json", "ndjson", "csv"]).optional(),
  ...Paging,
});
export type DiffQuery = z.infer<typeof DiffQuery>;

/** A page as it is now, and what became of it between the two scans. */
export const ChangedPage = Page.extend({ change: Change }).meta({ id: "ChangedPage" });
export type ChangedPage = z.infer<typeof ChangedPage>;

export const ScanDiff = listOf(ChangedPage)
  .extend({
    job_id: JobId,
    against: JobId,
    /** On the first page alone. */
    counts: z.object({ new: z.int(), removed: z.int(), changed: z.int() }).nullable(),
  })
  .meta({ id: "ScanDiff" });
export type ScanDiff = z.infer<typeof ScanDiff>;

/** What the last event of a stream says. */
export const StreamEnd = z.object({ job_id: JobId, status: JobStatus });
export type StreamEnd = z.infer<typeof StreamEnd>;
