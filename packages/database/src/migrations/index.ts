import type { Migration } from "kysely/migration";
import * as m0001 from "./0001-domains-and-jobs.ts";
import * as m0002 from "./0002-sitemap-files-and-pages.ts";
import * as m0003 from "./0003-tasks-and-outbox.ts";
import * as m0004 from "./0004-job-events.ts";
import * as m0005 from "./0005-job-guards.ts";
import * as m0006 from "./0006-task-guards.ts";
import * as m0007 from "./0007-workers-and-access.ts";
import * as m0008 from "./0008-invariant-violations.ts";
import * as m0009 from "./0009-search-in-steps.ts";
import * as m0010 from "./0010-files-over-time.ts";
import * as m0011 from "./0011-pages-over-time.ts";
import * as m0012 from "./0012-broker-window.ts";
import * as m0013 from "./0013-loops.ts";
import * as m0014 from "./0014-cancel-acknowledged.ts";
import * as m0015 from "./0015-triggers-in-bulk.ts";
import * as m0016 from "./0016-intake-and-canary.ts";
import * as m0017 from "./0017-standing-still.ts";
import * as m0018 from "./0018-claimed-messages.ts";
import * as m0019 from "./0019-not-started.ts";
import * as m0020 from "./0020-webhooks.ts";
import * as m0021 from "./0021-webhook-guards.ts";
import * as m0022 from "./0022-webhook-breaches.ts";
import * as m0023 from "./0023-webhook-lane.ts";
import * as m0024 from "./0024-access.ts";
import * as m0025 from "./0025-audit-and-console.ts";
import * as m0026 from "./0026-large-scans.ts";
import * as m0027 from "./0027-queued-beside-a-scan.ts";
import * as m0028 from "./0028-retention.ts";
import * as m0029 from "./0029-webhook-secrets.ts";
import * as m0030 from "./0030-end-beside-the-intake.ts";
import * as m0031 from "./0031-failed-deliveries.ts";

/** Every migration by its name, in order. A migration that has been merged is frozen. */
export const MIGRATIONS: Record<string, Migration> = {
  "0001-domains-and-jobs": m0001,
  "0002-sitemap-files-and-pages": m0002,
  "0003-tasks-and-outbox": m0003,
  "0004-job-events": m0004,
  "0005-job-guards": m0005,
  "0006-task-guards": m0006,
  "0007-workers-and-access": m0007,
  "0008-invariant-violations": m0008,
  "0009-search-in-steps": m0009,
  "0010-files-over-time": m0010,
  "0011-pages-over-time": m0011,
  "0012-broker-window": m0012,
  "0013-loops": m0013,
  "0014-cancel-acknowledged": m0014,
  "0015-triggers-in-bulk": m0015,
  "0016-intake-and-canary": m0016,
  "0017-standing-still": m0017,
  "0018-claimed-messages": m0018,
  "0019-not-started": m0019,
  "0020-webhooks": m0020,
  "0021-webhook-guards": m0021,
  "0022-webhook-breaches": m0022,
  "0023-webhook-lane": m0023,
  "0024-access": m0024,
  "0025-audit-and-console": m0025,
  "0026-large-scans": m0026,
  "0027-queued-beside-a-scan": m0027,
  "0028-retention": m0028,
  "0029-webhook-secrets": m0029,
  "0030-end-beside-the-intake": m0030,
  "0031-failed-deliveries": m0031,
};
