import { JobEvent, listOf, Page, SitemapFile } from "../listing.ts";
import { ListQuery, PagesQuery } from "../scan.ts";
import { json, operation } from "./operation.ts";
import { JobParams } from "./scans.ts";

export const RESULT_OPERATIONS = {
  listJobFiles: operation({
    method: "get",
    path: "/api/v3/sitemap/jobs/{job_id}/files",
    tag: "Results",
    summary: "List the sitemap files of a scan, and how each one went",
    access: "scans:read",
    params: JobParams,
    query: ListQuery,
    answers: { 200: json("A page of files.", listOf(SitemapFile)) },
    problems: ["job_not_found", "invalid_cursor"],
  }),
  listJobPages: operation({
    method: "get",
    path: "/api/v3/sitemap/jobs/{job_id}/pages",
    tag: "Results",
    summary: "List or stream the pages that a scan saw",
    access: "scans:read",
    params: JobParams,
    query: PagesQuery,
    answers: {
      200: {
        description: "A page of pages, or all of them as lines.",
        content: { "application/json": listOf(Page), "application/x-ndjson": null },
      },
    },
    problems: ["job_not_found", "invalid_cursor"],
  }),
  listJobEvents: operation({
    method: "get",
    path: "/api/v3/sitemap/jobs/{job_id}/events",
    tag: "Results",
    summary: "List what became of a scan and its tasks, step by step",
    access: "scans:read",
    params: JobParams,
    query: ListQuery,
    answers: { 200: json("A page of transitions, oldest first.", listOf(JobEvent)) },
    problems: ["job_not_found", "invalid_cursor"],
  }),
};
