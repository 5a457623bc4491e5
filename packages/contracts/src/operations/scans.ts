import { z } from "zod";
import { Activity, ActivityQuery, JobCounts, JobCountsQuery, ScanTransition } from "../activity.ts";
import { Explanation, listOf } from "../listing.ts";
import {
  Job,
  JobId,
  JobsQuery,
  ListQuery,
  ScanAccepted,
  ScanRequest,
  ScanStatus,
  StatusQuery,
} from "../scan.ts";
import { type Answer, json, operation } from "./operation.ts";

export const JobParams = z.object({ job_id: JobId });

const ACCEPTED = {
  ...json("The scan is committed and will be started.", ScanAccepted),
  headers: { Location: "Where its status is." },
} satisfies Answer;

export const SCAN_OPERATIONS = {
  submitScan: operation({
    method: "post",
    path: "/api/v3/sitemap/scan",
    tag: "Scans",
    summary: "Ask for a scan of a site",
    description:
      "Finds every sitemap of the site and reads them all. One scan of a domain is live at a time: while one is, the answer is 409 with its `job_id` and `status_url`.",
    access: "scans:write",
    body: ScanRequest,
    answers: { 202: ACCEPTED },
    problems: ["invalid_domain", "target_not_public", "scan_in_progress", "too_many_live_scans"],
    idempotent: true,
  }),
  getScanStatus: operation({
    method: "get",
    path: "/api/v3/sitemap/status/{job_id}",
    tag: "Scans",
    summary: "See how a scan stands",
    description: "With `wait`, the answer comes when the scan has ended or the time is over.",
    access: "scans:read",
    params: JobParams,
    query: StatusQuery,
    answers: { 200: json("How it stands now.", ScanStatus) },
    problems: ["job_not_found"],
  }),
  listJobs: operation({
    method: "get",
    path: "/api/v3/sitemap/jobs",
    tag: "Scans",
    summary: "List scans, newest first",
    access: "scans:read",
    query: JobsQuery,
    answers: { 200: json("A page of scans.", listOf(Job)) },
    problems: ["invalid_cursor", "invalid_domain"],
  }),
  countJobs: operation({
    method: "get",
    path: "/api/v3/sitemap/job-counts",
    tag: "Scans",
    summary: "Count scans by status",
    description: "Without canaries. Of one domain the numbers are exact.",
    access: "scans:read",
    query: JobCountsQuery,
    answers: { 200: json("The numbers.", JobCounts) },
    problems: ["invalid_domain"],
  }),
  listActivity: operation({
    method: "get",
    path: "/api/v3/sitemap/activity",
    tag: "Scans",
    summary: "See how many scans ended in each stretch of time",
    description: "Oldest first, also where nothing ended. Without canaries.",
    access: "scans:read",
    query: ActivityQuery,
    answers: { 200: json("The stretches.", Activity) },
  }),
  listRecentEvents: operation({
    method: "get",
    path: "/api/v3/sitemap/events",
    tag: "Scans",
    summary: "List the transitions of all scans, newest first",
    description: "Of scans alone, not of their tasks. Without canaries.",
    access: "scans:read",
    query: ListQuery,
    answers: { 200: json("A page of transitions.", listOf(ScanTransition)) },
    problems: ["invalid_cursor"],
  }),
  explainJob: operation({
    method: "get",
    path: "/api/v3/sitemap/jobs/{job_id}/explain",
    tag: "Scans",
    summary: "Say in words who owes the next step of a scan, or why it ended as it did",
    access: "scans:read",
    params: JobParams,
    answers: { 200: json("In words.", Explanation) },
    problems: ["job_not_found"],
  }),
  cancelJob: operation({
    method: "post",
    path: "/api/v3/sitemap/jobs/{job_id}/cancel",
    tag: "Scans",
    summary: "Cancel a scan",
    access: "scans:write",
    params: JobParams,
    answers: { 200: json("The scan as it is now.", Job) },
    problems: ["job_not_found", "job_not_live"],
    idempotent: true,
  }),
  retryJob: operation({
    method: "post",
    path: "/api/v3/sitemap/jobs/{job_id}/retry",
    tag: "Scans",
    summary: "Ask for a scan like one that has ended",
    access: "scans:write",
    params: JobParams,
    answers: { 202: ACCEPTED },
    problems: [
      "job_not_found",
      "job_not_finished",
      "invalid_params",
      "scan_in_progress",
      "too_many_live_scans",
    ],
    idempotent: true,
  }),
};
