import {
  Audit,
  ChangedPage,
  Domain,
  DomainDetail,
  Explanation,
  FileList,
  Health,
  ImportLine,
  IntakePass,
  Job,
  JobEvent,
  JobId,
  OPERATIONS,
  Page,
  ScanAccepted,
  ScanDiff,
  ScanStatus,
  SitemapFile,
  type DiffQuery,
  type DomainStatus,
  type FilesQuery,
  type JobsQuery,
  type PagesQuery,
} from "@sitemap-scanner/contracts";
import { ApiProblemError } from "./errors.ts";
import { callOf, type Call, type Http, type StreamedBody } from "./http.ts";

/** How long an import may read before its first answer, in seconds: rows may come from a slow command. */
const IMPORT_SECONDS = 600;

export interface ScanOptions {
  maxPages?: number | undefined;
  signal?: AbortSignal | undefined;
}

/** A scan that was asked for, or the one of the same domain that is under way already. */
export interface ScanHandle {
  jobId: string;
  isNew: boolean;
}

export interface JobFilter extends Partial<Pick<JobsQuery, "status" | "domain" | "older_than">> {
  /** Jobs given at most. */
  limit: number;
}

export interface DomainFilter {
  status?: DomainStatus | undefined;
  /** Domains given at most. */
  limit: number;
}

export type PageFilter = Pick<
  PagesQuery,
  "path_prefix" | "contains" | "changed_since" | "new_in" | "changed_in" | "removed_in"
>;

export type FileFilter = Pick<FilesQuery, "outcome" | "status" | "kind"> & { limit: number };

/** Two scans of a domain; `against` is the earlier one, by default the last before that completed. */
export interface Comparison extends Pick<DiffQuery, "against" | "change"> {
  jobId: string;
}

/** The HTTP API as the commands see it. Its errors are those of `Http`. */
export class ApiClient {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  get apiUrl(): string {
    return this.#http.apiUrl;
  }

  /** @param site a bare domain, an origin or a deep URL */
  async submitScan(site: string, { maxPages, signal }: ScanOptions = {}): Promise<ScanHandle> {
    const body = { base_url: site, ...(maxPages !== undefined && { max_pages: maxPages }) };
    const call: Call = { ...callOf(OPERATIONS.submitScan), body, signal };
    try {
      const { job_id: jobId } = await this.#http.json(ScanAccepted, call);
      return { jobId, isNew: true };
    } catch (error) {
      const jobId = liveJobOf(error);
      if (jobId === undefined) throw error;
      return { jobId, isNew: false };
    }
  }

  /** @param waitSeconds how long the API may wait for the end of the job before it answers */
  getStatus(jobId: string, waitSeconds = 0, signal?: AbortSignal): Promise<ScanStatus> {
    const call = ofJob(OPERATIONS.getScanStatus, jobId);
    return this.#http.json(ScanStatus, {
      ...call,
      query: { wait: waitSeconds },
      waitSeconds,
      signal,
    });
  }

  /** Newest first. */
  listJobs({ limit, ...query }: JobFilter): AsyncGenerator<Job> {
    return this.#http.list(Job, { ...callOf(OPERATIONS.listJobs), query }, limit);
  }

  cancelJob(jobId: string): Promise<Job> {
    return this.#http.json(Job, ofJob(OPERATIONS.cancelJob, jobId));
  }

  /** @returns the id of the new job */
  async retryJob(jobId: string): Promise<string> {
    const call = ofJob(OPERATIONS.retryJob, jobId);
    return (await this.#http.json(ScanAccepted, call)).job_id;
  }

  /** The first `limit` files of a job, and whether there are more. */
  async firstFiles(jobId: string, limit: number): Promise<{ files: SitemapFile[]; more: boolean }> {
    const call = ofJob(OPERATIONS.listJobFiles, jobId);
    const { data, has_more } = await this.#http.json(FileList, { ...call, query: { limit } });
    return { files: data, more: has_more };
  }

  /** In the order in which they were found. */
  listFiles(jobId: string, { limit, ...query }: FileFilter): AsyncGenerator<SitemapFile> {
    return this.#http.list(SitemapFile, { ...ofJob(OPERATIONS.listJobFiles, jobId), query }, limit);
  }

  /** Oldest first. */
  listEvents(jobId: string, limit: number): AsyncGenerator<JobEvent> {
    return this.#http.list(JobEvent, ofJob(OPERATIONS.listJobEvents, jobId), limit);
  }

  /** How a scan goes on, as server-sent events. */
  streamJob(jobId: string, signal: AbortSignal): AsyncGenerator<string> {
    return this.#http.text({ ...ofJob(OPERATIONS.streamJob, jobId), signal });
  }

  /** Every page of a job, as the API sends them. */
  streamPages(jobId: string, filter: PageFilter): AsyncGenerator<Page> {
    const call = ofJob(OPERATIONS.listJobPages, jobId);
    return this.#http.lines(Page, { ...call, query: { ...filter, format: "ndjson" } });
  }

  /** The same as a text in one of the formats that the API writes. */
  exportPages(jobId: string, format: string, filter: PageFilter): AsyncGenerator<string> {
    const call = ofJob(OPERATIONS.listJobPages, jobId);
    return this.#http.text({ ...call, query: { ...filter, format } });
  }

  /** Which two scans are compared, and in what numbers they differ. */
  summarizeDiff({ jobId, ...query }: Comparison): Promise<ScanDiff> {
    const call = ofJob(OPERATIONS.diffJobs, jobId);
    return this.#http.json(ScanDiff, { ...call, query: { ...query, limit: 1 } });
  }

  /** Every page that differs. */
  streamDiff({ jobId, ...query }: Comparison): AsyncGenerator<ChangedPage> {
    const call = ofJob(OPERATIONS.diffJobs, jobId);
    return this.#http.lines(ChangedPage, { ...call, query: { ...query, format: "ndjson" } });
  }

  audit(jobId: string): Promise<Audit> {
    return this.#http.json(Audit, ofJob(OPERATIONS.auditJob, jobId));
  }

  explain(jobId: string): Promise<Explanation> {
    return this.#http.json(Explanation, ofJob(OPERATIONS.explainJob, jobId));
  }

  /** Newest first. */
  listDomains({ limit, status }: DomainFilter): AsyncGenerator<Domain> {
    const call = { ...callOf(OPERATIONS.listDomains), query: { status } };
    return this.#http.list(Domain, call, limit);
  }

  getDomain(domain: string): Promise<DomainDetail> {
    return this.#http.json(DomainDetail, callOf(OPERATIONS.getDomain, { domain }));
  }

  /** The intake makes a job of it within seconds. */
  queueDomain(domain: string): Promise<DomainDetail> {
    return this.#http.json(DomainDetail, callOf(OPERATIONS.queueDomain, { domain }));
  }

  /** @param every `6h`, `1d`; null: no more */
  scheduleDomain(domain: string, every: string | null): Promise<DomainDetail> {
    const call = callOf(OPERATIONS.scheduleDomain, { domain });
    return this.#http.json(DomainDetail, { ...call, body: { every } });
  }

  /** What becomes of each row, while the next are read; a summary last. */
  importDomains(stream: StreamedBody, signal: AbortSignal): AsyncGenerator<ImportLine> {
    const call = callOf(OPERATIONS.importDomains);
    return this.#http.lines(ImportLine, { ...call, stream, waitSeconds: IMPORT_SECONDS, signal });
  }

  /** One pass of the intake. */
  runIntake(): Promise<IntakePass> {
    return this.#http.json(IntakePass, callOf(OPERATIONS.runIntake));
  }

  /** Answers with 503 when a promise is broken; the body then says which. */
  getHealth(): Promise<Health> {
    return this.#http.json(Health, callOf(OPERATIONS.getHealth), [503]);
  }
}

function ofJob(operation: Parameters<typeof callOf>[0], jobId: string) {
  return callOf(operation, { job_id: jobId });
}

function liveJobOf(error: unknown): string | undefined {
  if (!(error instanceof ApiProblemError) || error.problem.code !== "scan_in_progress") {
    return undefined;
  }
  // The scan may have ended in between, and then the problem names no job.
  return JobId.safeParse(error.problem["job_id"]).data;
}
