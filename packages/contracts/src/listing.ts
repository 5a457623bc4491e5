import { z } from "zod";
import { TaskKind } from "./doorbell.ts";

/** A keyset page: `next` is the cursor of the following page, null on the last one. */
export function listOf<T extends z.ZodType>(item: T) {
  return z.object({ data: z.array(item), has_more: z.boolean(), next: z.string().nullable() });
}

export const SitemapFile = z
  .object({
    id: z.string(),
    parent_id: z.string().nullable(),
    url: z.string(),
    final_url: z.string().nullable(),
    discovered_via: z.enum(["robots", "well_known", "html", "index", "request"]),
    depth: z.int(),
    kind: z.enum(["urlset", "index", "text", "rss", "atom", "unknown"]),
    status: z.enum(["pending", "complete", "failed", "skipped", "cancelled"]),
    outcome: z.string().nullable(),
    /** One sentence on this file: what happened, or the advice that goes with its outcome. */
    detail: z.string().nullable(),
    http_status: z.int().nullable(),
    content_type: z.string().nullable(),
    encoding: z.string().nullable(),
    compressed_bytes: z.int().nullable(),
    bytes: z.int().nullable(),
    entries: z.int(),
    pages_found: z.int(),
    children: z.int().describe("Files of which it is the parent."),
    /** Reason → entries left out for it. */
    entries_rejected: z.record(z.string(), z.int()),
    /** Fault → how often it was met in what was kept. */
    warnings: z.record(z.string(), z.int()),
    truncated: z.boolean(),
    partial: z.boolean(),
    duration_ms: z.int().nullable(),
    created_at: z.iso.datetime(),
    finished_at: z.iso.datetime().nullable(),
  })
  .meta({ id: "SitemapFile" });
export type SitemapFile = z.infer<typeof SitemapFile>;

export const Page = z
  .object({
    url: z.string(),
    lastmod: z.iso.datetime().nullable(),
    lastmod_raw: z.string().nullable(),
    changefreq: z.string().nullable(),
    priority: z.number().nullable(),
    extensions: z.unknown(),
    sitemap_file_id: z.string(),
    /** It is of another host than the site. */
    foreign_host: z.boolean(),
    first_seen_at: z.iso.datetime(),
    last_seen_at: z.iso.datetime(),
    /** When a scan found that no file lists it any more; null while one does. */
    removed_at: z.iso.datetime().nullable(),
  })
  .meta({ id: "Page" });
export type Page = z.infer<typeof Page>;

/** One transition of a job (`task_id` null) or of one of its tasks. */
export const JobEvent = z
  .object({
    id: z.string(),
    task_id: z.uuid().nullable(),
    /** What the task is for: to find the sitemaps, or to read one. Null for the job itself. */
    kind: TaskKind.nullable(),
    /** The file that the task reads. */
    url: z.string().nullable(),
    from: z.string().nullable(),
    to: z.string(),
    generation: z.int().nullable(),
    lease: z.int().nullable(),
    reason: z.string().nullable(),
    actor: z.string(),
    at: z.iso.datetime(),
  })
  .meta({ id: "JobEvent" });
export type JobEvent = z.infer<typeof JobEvent>;

export const Explanation = z
  .object({
    job_id: z.uuid(),
    status: z.string(),
    /** Who owes the next step and by when; or how it ended and why. */
    summary: z.string(),
    /** The same for each thing worth knowing, most important first. */
    details: z.array(z.string()),
  })
  .meta({ id: "Explanation" });
export type Explanation = z.infer<typeof Explanation>;
