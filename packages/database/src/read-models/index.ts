export { listActivity, type ActivityView } from "./activity.ts";
export { listAuditFindings, listFailuresByOutcome, type AuditFindingView } from "./audit.ts";
export { readCanary, type CanaryView } from "./canary.ts";
export {
  countChanges,
  findScanBefore,
  isScanAfter,
  readChangeWindows,
  sweepChanges,
  type ChangedPageView,
  type PageChange,
  type ScanPair,
} from "./diff.ts";
export { listDomainHistory, type EndedJobView } from "./domain-history.ts";
export {
  findDomainView,
  listDomainViews,
  type DomainFilter,
  type DomainPosition,
  type DomainView,
} from "./domains.ts";
export {
  countMessagesAhead,
  listCancelledWork,
  readClock,
  type CancelledWorkView,
} from "./explain.ts";
export {
  listViolations,
  listWorkers,
  pingDatabase,
  type ViolationView,
  type WorkerView,
} from "./health.ts";
export { countJobs, countJobsOfDomain, type JobCountsView } from "./job-counts.ts";
export {
  findEndOfJob,
  listJobEvents,
  type JobEventsRange,
  type JobEventView,
} from "./job-events.ts";
export {
  listEventsOfJobs,
  listFilesOfTasks,
  readEventHorizon,
  type EventHorizon,
} from "./job-stream.ts";
export {
  findDiscovery,
  findJobView,
  findJobViewOfFile,
  findLastEndedJobView,
  listJobsNotLive,
  listJobsOfDomain,
  listJobViewsById,
  listJobViews,
  type JobFilter,
  type JobPosition,
  type JobView,
} from "./jobs.ts";
export { listLoops, type LoopView } from "./loops.ts";
export {
  countEndedJobs,
  countLiveJobs,
  countWorkersAlive,
  inBoundedRead,
  readFlow,
  type EndedStatus,
  type FlowView,
  type LiveJobsView,
} from "./metrics.ts";
export { countOpenTasks, listOpenTasks, type OpenTaskView, type TaskCounts } from "./open-tasks.ts";
export type { PageWindow, WindowRange } from "./page-windows.ts";
export {
  countPages,
  readPageWindows,
  sweepPages,
  type PageFilter,
  type PagesOwner,
  type PageView,
} from "./pages.ts";
export { listRecentEvents, type JobTransitionView } from "./recent-events.ts";
export {
  countSitemapFiles,
  listFailedSitemapFiles,
  listSitemapFiles,
  readSitemapFiles,
  type SitemapFileFilter,
  type SitemapFilesRange,
  type SitemapFileView,
} from "./sitemap-files.ts";
export {
  findWebhookDelivery,
  findWebhookEvent,
  listWebhookAttempts,
  listWebhookDeliveries,
  listWebhookEndpoints,
  readWebhookFlow,
  type WebhookAttemptView,
  type WebhookDeliveryView,
  type WebhookEventView,
  type WebhookFlowView,
} from "./webhooks.ts";
export {
  listRecentWorkers,
  listTasksOfWorkers,
  type WorkerDetailView,
  type WorkerTaskView,
} from "./workers.ts";
