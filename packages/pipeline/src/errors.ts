/** The domain has a live scan already; `jobId` is that one. */
export class ScanInProgressError extends Error {
  override readonly name = "ScanInProgressError";
  readonly code = "scan_in_progress";
  readonly jobId: string;

  constructor(domain: string, jobId: string) {
    super(`Cannot scan "${domain}": scan "${jobId}" of it is in progress`);
    this.jobId = jobId;
  }
}

/** A key has as many live scans as it may have. */
export class TooManyLiveScansError extends Error {
  override readonly name = "TooManyLiveScansError";
  readonly code = "too_many_live_scans";

  constructor(limit: number) {
    super(`Cannot begin another scan: ${limit} of this key are live, and no more may be`);
  }
}

export class JobNotFoundError extends Error {
  override readonly name = "JobNotFoundError";
  readonly code = "job_not_found";

  constructor(jobId: string) {
    super(`Cannot find job "${jobId}": there is none`);
  }
}

/** The job has ended, so it can't be cancelled. */
export class JobNotLiveError extends Error {
  override readonly name = "JobNotLiveError";
  readonly code = "job_not_live";

  constructor(jobId: string, status: string) {
    super(`Cannot cancel job "${jobId}": it is ${status}`);
  }
}

/** The job has not ended, so it can't be retried. */
export class JobNotFinishedError extends Error {
  override readonly name = "JobNotFinishedError";
  readonly code = "job_not_finished";

  constructor(jobId: string, status: string) {
    super(`Cannot retry job "${jobId}": it is ${status}`);
  }
}

/** What a job asks for makes no sense: somebody has written it by SQL, and nothing but SQL can mend it. */
export class InvalidParamsError extends Error {
  override readonly name = "InvalidParamsError";
  readonly code = "invalid_params";
  readonly jobId: string;

  /** @param faults each as the path of a column and what is wrong there */
  constructor(jobId: string, faults: readonly string[]) {
    super(`Cannot read what job "${jobId}" asks for: ${faults.join("; ")}`);
    this.jobId = jobId;
  }
}

/** Another worker holds the task now, or it was cancelled: whatever this one does is not kept. */
export class LeaseLostError extends Error {
  override readonly name = "LeaseLostError";
  readonly code = "lease_lost";

  constructor(taskId: string, lease: number) {
    super(`Cannot write for task "${taskId}": lease ${lease} is lost`);
  }
}
