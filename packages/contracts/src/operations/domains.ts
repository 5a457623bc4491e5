import { z } from "zod";
import { DomainHistory, HistoryQuery } from "../activity.ts";
import {
  Domain,
  DomainDetail,
  DomainsQuery,
  ImportLine,
  ImportRequest,
  ImportRow,
  IntakePass,
  ScheduleRequest,
} from "../domain.ts";
import { listOf } from "../listing.ts";
import { MAX_URL_LENGTH } from "../scan.ts";
import { json, operation } from "./operation.ts";

/** A domain as people write it: the canonical name, an origin or the address of a page. */
export const DomainParams = z.object({ domain: z.string().max(MAX_URL_LENGTH) });

const IMPORT = `
As JSON up to 100 kB; as NDJSON (a row is a JSON string or an object) or CSV (\`domain\` or
\`domain,every\`; a first line with these names is passed over; a quoted cell ends on its line) up to
100,000 rows and 64 MB, gzipped or not. A row of over 4 kB is invalid, blank lines are passed over.

Rows are committed a thousand at a time, and answered while the next are read; whoever reads the answer only
after sending all may do so. A first fault of the whole is a problem as everywhere; after the first answer the
connection is broken off, and there is no summary: what was answered is done, and the same rows may be sent
again, as nothing is queued twice. A body has ten minutes to arrive.`;

export const DOMAIN_OPERATIONS = {
  importDomains: operation({
    method: "post",
    path: "/api/v3/domains",
    tag: "Domains",
    summary: "Have many domains scanned when there is room",
    description: IMPORT,
    access: "scans:write",
    body: ImportRequest.optional(),
    bodyStream: { "application/x-ndjson": ImportRow, "text/csv": ImportRow },
    answers: {
      200: {
        description: "A line of JSON for each row, in order, and a summary last.",
        content: { "application/x-ndjson": ImportLine },
      },
    },
  }),
  listDomains: operation({
    method: "get",
    path: "/api/v3/domains",
    tag: "Domains",
    summary: "List domains, newest first",
    access: "scans:read",
    query: DomainsQuery,
    answers: { 200: json("A page of domains.", listOf(Domain)) },
    problems: ["invalid_cursor"],
  }),
  getDomain: operation({
    method: "get",
    path: "/api/v3/domains/{domain}",
    tag: "Domains",
    summary: "See how a domain stands",
    access: "scans:read",
    params: DomainParams,
    answers: { 200: json("The domain and its latest scan.", DomainDetail) },
    problems: ["invalid_domain", "domain_not_found"],
  }),
  listDomainHistory: operation({
    method: "get",
    path: "/api/v3/domains/{domain}/history",
    tag: "Domains",
    summary: "See what each scan of a domain came to",
    description: "The last `limit` scans that have ended, oldest first.",
    access: "scans:read",
    params: DomainParams,
    query: HistoryQuery,
    answers: { 200: json("The scans.", DomainHistory) },
    problems: ["invalid_domain", "domain_not_found"],
  }),
  queueDomain: operation({
    method: "post",
    path: "/api/v3/domains/{domain}/queue",
    tag: "Domains",
    summary: "Have a domain scanned when there is room",
    description: "The intake makes a scan of it within seconds, at its own pace.",
    access: "scans:write",
    params: DomainParams,
    answers: {
      202: {
        ...json("The domain is queued.", DomainDetail),
        headers: { Location: "Where the domain is." },
      },
    },
    problems: ["invalid_domain", "target_not_public"],
    idempotent: true,
  }),
  scheduleDomain: operation({
    method: "put",
    path: "/api/v3/domains/{domain}/schedule",
    tag: "Domains",
    summary: "Have a domain scanned again and again, or no more",
    access: "scans:write",
    params: DomainParams,
    body: ScheduleRequest,
    answers: { 200: json("The domain with its schedule.", DomainDetail) },
    problems: ["invalid_domain", "domain_not_found", "target_not_public"],
  }),
  runIntake: operation({
    method: "post",
    path: "/api/v3/intake/run",
    tag: "Domains",
    summary: "Make one pass of the intake now",
    description: "Workers make one every second by themselves.",
    access: "admin",
    answers: { 200: json("What the pass did.", IntakePass) },
  }),
};
