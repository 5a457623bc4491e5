import type { z } from "zod";
import { Audit } from "../audit.ts";
import { JobEvent, listOf } from "../listing.ts";
import {
  DiffQuery,
  DomainFileList,
  FileList,
  FilesQuery,
  PageList,
  PagesQuery,
  ScanDiff,
} from "../results.ts";
import { ListQuery } from "../scan.ts";
import { DomainParams } from "./domains.ts";
import { json, operation, type Answer } from "./operation.ts";
import { JobParams } from "./scans.ts";

const FORMATS = `
The format is \`format\`, else what \`Accept\` prefers. json comes in pages with a cursor. ndjson, csv (RFC
4180), txt (one URL a line) and xml (a urlset of pages, a sitemapindex of files) are each one stream of
all there is from the cursor on; a stream that fails is broken off, never ended. In csv a cell that a
spreadsheet would take for a formula has an apostrophe in front. xml holds more than the 50,000 URLs that
the sitemap protocol allows when there are more: ask for it in parts then.`;

const STREAMS = {
  "application/x-ndjson": null,
  "text/csv": null,
  "text/plain": null,
  "application/xml": null,
};
const HEADERS = { "Content-Disposition": "The name of a file to save it in, for all but json." };

const exportOf = <List extends z.ZodType>(description: string, list: List) =>
  ({
    description,
    content: { "application/json": list, ...STREAMS },
    headers: HEADERS,
  }) satisfies Answer;

export const RESULT_OPERATIONS = {
  listJobFiles: operation({
    method: "get",
    path: "/api/v3/sitemap/jobs/{job_id}/files",
    tag: "Results",
    summary: "List or export the sitemap files of a scan, and how each one went",
    description: FORMATS,
    access: "scans:read",
    params: JobParams,
    query: FilesQuery,
    answers: { 200: exportOf("A page of files, or all of them.", FileList) },
    problems: ["job_not_found", "invalid_cursor"],
  }),
  listJobPages: operation({
    method: "get",
    path: "/api/v3/sitemap/jobs/{job_id}/pages",
    tag: "Results",
    summary: "List or export the pages that a scan saw",
    description: `A page knows the last scan that saw it, changed it or missed it: of a scan that others followed, this
lists what was there when it ended and was seen since. \`removed_in\` with the scan itself lists what it found
gone.\n${FORMATS}`,
    access: "scans:read",
    params: JobParams,
    query: PagesQuery,
    answers: { 200: exportOf("A page of pages, or all of them.", PageList) },
    problems: ["job_not_found", "job_not_of_domain", "invalid_cursor"],
  }),
  listDomainPages: operation({
    method: "get",
    path: "/api/v3/domains/{domain}/pages",
    tag: "Results",
    summary: "List or export the pages that the sitemaps of a domain list now",
    description: `With \`removed_in\`: those that this scan found gone.\n${FORMATS}`,
    access: "scans:read",
    params: DomainParams,
    query: PagesQuery,
    answers: { 200: exportOf("A page of pages, or all of them.", PageList) },
    problems: ["invalid_domain", "domain_not_found", "job_not_of_domain", "invalid_cursor"],
  }),
  listDomainFiles: operation({
    method: "get",
    path: "/api/v3/domains/{domain}/files",
    tag: "Results",
    summary: "List or export the sitemap files of a domain, as its last ended scan found them",
    description: FORMATS,
    access: "scans:read",
    params: DomainParams,
    query: FilesQuery,
    answers: { 200: exportOf("A page of files, or all of them.", DomainFileList) },
    problems: ["invalid_domain", "domain_not_found", "invalid_cursor"],
  }),
  diffJobs: operation({
    method: "get",
    path: "/api/v3/sitemap/jobs/{job_id}/diff",
    tag: "Results",
    summary: "Compare what the sitemaps listed after two scans of a domain",
    description: `Exact, or refused: pages remember their last return and their last change alone, so that two scans
that others followed cannot always be compared. The latest scan and the one before it always can.`,
    access: "scans:read",
    params: JobParams,
    query: DiffQuery,
    answers: {
      200: {
        description: "The pages that differ, with their numbers on the first page.",
        content: { "application/json": ScanDiff, "application/x-ndjson": null, "text/csv": null },
        headers: HEADERS,
      },
    },
    problems: [
      "job_not_found",
      "job_not_finished",
      "job_not_of_domain",
      "invalid_cursor",
      "no_earlier_scan",
      "diff_not_exact",
    ],
  }),
  auditJob: operation({
    method: "get",
    path: "/api/v3/sitemap/jobs/{job_id}/audit",
    tag: "Results",
    summary: "See what is wrong with the sitemaps that a scan read, and what to do about it",
    description:
      "Counted while the files are read, and as it was then: later scans change nothing of it. What was not found is left out.",
    access: "scans:read",
    params: JobParams,
    answers: { 200: json("The findings.", Audit) },
    problems: ["job_not_found"],
  }),
  streamJob: operation({
    method: "get",
    path: "/api/v3/sitemap/jobs/{job_id}/stream",
    tag: "Results",
    summary: "Follow a scan live, as server-sent events",
    description: `\`event\`: a transition, as \`…/events\` lists them; the history first. \`file\`: a file that ended.
\`progress\`: the job, whenever it has moved. \`end\`: the job has ended; nothing follows. With \`Last-Event-ID\` the
stream goes on behind that event: no \`event\` and no \`file\` comes twice, and none is left out. Asked for again
after \`end\`, it answers 204, which tells browsers not to ask again.`,
    access: "scans:read",
    params: JobParams,
    answers: {
      200: { description: "The stream.", content: { "text/event-stream": null } },
      204: { description: "The end was sent already.", content: {} },
    },
    problems: ["job_not_found", "invalid_event_id", "too_many_streams"],
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
