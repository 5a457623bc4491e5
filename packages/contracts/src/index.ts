export {
  Activity,
  ActivityBucket,
  DomainHistory,
  JobCounts,
  ScanInHistory,
  ScanTransition,
} from "./activity.ts";
export { ApiKey, AuditEvent, KeyRequest, NewKey, Session } from "./access.ts";
export {
  Audit,
  AUDIT_CHECKS,
  AUDIT_EXAMPLES,
  AuditFinding,
  SEVERITIES,
  type AuditCode,
} from "./audit.ts";
export {
  Domain,
  DomainDetail,
  DomainsQuery,
  DomainStatus,
  ImportedRow,
  ImportLine,
  ImportRequest,
  ImportRow,
  ImportSummary,
  IntakePass,
  MAX_IMPORT_ROWS,
  ScanInterval,
  ScheduleRequest,
} from "./domain.ts";
export { DeliveryDoorbell, Doorbell, TaskKind, type DoorbellKind } from "./doorbell.ts";
export {
  CanarySeen,
  Health,
  Liveness,
  LoopSeen,
  Readiness,
  Violation,
  WorkerSeen,
} from "./health.ts";
export { Explanation, JobEvent, listOf, Page, SitemapFile } from "./listing.ts";
export { OPERATIONS, type OperationId } from "./operations/index.ts";
export { type Answer, type Operation, pathOf, type Scope, SCOPES } from "./operations/operation.ts";
export { isRetryable, OUTCOMES, type Outcome } from "./outcome.ts";
export { Problem, PROBLEMS, ProblemType, type ProblemCode } from "./problem.ts";
export {
  ChangedPage,
  DiffQuery,
  DomainFileList,
  FileList,
  FilesQuery,
  PageList,
  PagesQuery,
  ResultFormat,
  ScanDiff,
  StreamEnd,
} from "./results.ts";
export {
  Job,
  JobId,
  JobSource,
  JobsQuery,
  JobStatus,
  ListQuery,
  MAX_URL_LENGTH,
  PageHosts,
  ScanAccepted,
  ScanRequest,
  ScanResult,
  ScanStatus,
  StatusQuery,
  TERMINAL_STATUSES,
} from "./scan.ts";
export {
  DeliveriesQuery,
  Delivery,
  DeliveryDetail,
  DeliveryStatus,
  ScanEvent,
  TestEvent,
  Webhook,
  WebhookChange,
  WebhookEvent,
  WebhookRequest,
  WebhookWithSecret,
} from "./webhook.ts";
export { Worker, WorkerList } from "./worker.ts";
