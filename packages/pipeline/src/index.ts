export { hashSecret, isApiKey } from "./access/api-key.ts";
export { createKey, type KeyRequest } from "./access/create-key.ts";
export { createKeyByHand } from "./access/create-key-by-hand.ts";
export { findKey, findKeyOfSession, openSession, SESSION_SECONDS } from "./access/find-key.ts";
export { backoffMs, type BackoffPolicy } from "./backoff.ts";
export { createCanary, type Canary } from "./canary.ts";
export { createCancelScan, type CancelScan } from "./cancel-scan.ts";
export { claimFileUrl } from "./claim-file-url.ts";
export { createClaimTask, type ClaimedTask, type ClaimTask } from "./claim-task.ts";
export {
  endDiscovery,
  endFile,
  failDiscovery,
  failFile,
  handBackTask,
  type FileResultColumns,
  type FoundSitemaps,
  type RetryPolicy,
  type TaskFailure,
} from "./end-task.ts";
export {
  InvalidParamsError,
  JobNotFinishedError,
  JobNotFoundError,
  JobNotLiveError,
  LeaseLostError,
  ScanInProgressError,
  TooManyLiveScansError,
} from "./errors.ts";
export { createIntake, type Intake } from "./intake.ts";
export { findFileToKeep, keepFile } from "./keep-file.ts";
export {
  recordChildren,
  recordPages,
  type FileClaim,
  type PageToRecord,
} from "./record-entries.ts";
export type { Finding, RuleName } from "./reconcile/finding.ts";
export { MAX_RESCUES } from "./reconcile/expired-leases.ts";
export type { AskedBroker } from "./reconcile/lost-doorbells.ts";
export { createReconciler, type Reconciler } from "./reconcile/reconciler.ts";
export { createRetention, forgetOld, type Forgotten } from "./retention.ts";
export { createRetryScan, type RetryScan } from "./retry-scan.ts";
export { readScanOrder, readSearchNext, type ScanOrder } from "./scan-order.ts";
export {
  createSubmitScan,
  type Requester,
  type ScanPolicy,
  type SubmitScan,
} from "./submit-scan.ts";
export { createTakeQueuedDomain, type IntakePolicy } from "./take-queued-domain.ts";
export type { Claim } from "./write-under-lease.ts";
export { attemptFailedByUs, type Attempt } from "./webhooks/attempt.ts";
export { createClaimDelivery, type ClaimDelivery } from "./webhooks/claim-delivery.ts";
export { endAttempt, handBackDelivery, type DeliveryPolicy } from "./webhooks/end-attempt.ts";
export { DeliveryNotFoundError, WebhookNotFoundError } from "./webhooks/errors.ts";
export { createManageWebhooks, type ManageWebhooks } from "./webhooks/manage-webhooks.ts";
export { signMessage } from "./webhooks/sign-message.ts";
