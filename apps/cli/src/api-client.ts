import {
  Explanation,
  Health,
  Job,
  JobId,
  listOf,
  Page,
  ScanAccepted,
  ScanStatus,
  SitemapFile,
  type JobsQuery,
} from "@sitemap-scanner/contracts";
import { ApiProblemError } from "./errors.ts";
import { type Call, Http } from "./http.ts";

const API = "/api/v3/sitemap";
const Jobs = listOf(Job);
const Files = listOf(SitemapFile);

/** Rows asked for at a time. */
const PART = 500;

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

/** The HTTP API as the commands see it. Its errors are those of `Http`. */
export class ApiClient {
  readonly #http: Http;

  constructor(apiUrl: string) {
    this.#http = new Http(apiUrl);
  }

  get apiUrl(): string {
    return this.#http.apiUrl;
  }

  /** @param site a bare domain, an origin or a deep URL */
  async submitScan(site: string, { maxPages, signal }: ScanOptions = {}): Promise<ScanHandle> {
    const body = { base_url: site, ...(maxPages !== undefined && { max_pages: maxPages }) };
    const call: Call = { path: `${API}/scan`, body, signal };
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
    const path = `${API}/status/${encodeURIComponent(jobId)}`;
    return this.#http.json(ScanStatus, { path, query: { wait: waitSeconds }, waitSeconds, signal });
  }

  /** Newest first. */
  async *listJobs({ limit, ...filter }: JobFilter): AsyncGenerator<Job> {
    let left = limit;
    let cursor: string | undefined;
    do {
      const query = { ...filter, limit: Math.min(left, PART), cursor };
      const { data, next } = await this.#http.json(Jobs, { path: `${API}/jobs`, query });
      yield* data;
      left -= data.length;
      cursor = next ?? undefined;
    } while (cursor !== undefined && left > 0);
  }

  /** The first `limit` files of a job, and whether there are more. */
  async listFiles(jobId: string, limit: number): Promise<{ files: SitemapFile[]; more: boolean }> {
    const path = `${API}/jobs/${encodeURIComponent(jobId)}/files`;
    const { data, has_more } = await this.#http.json(Files, { path, query: { limit } });
    return { files: data, more: has_more };
  }

  /** Every page of a job, as the API sends them. */
  streamPages(jobId: string): AsyncGenerator<Page> {
    const path = `${API}/jobs/${encodeURIComponent(jobId)}/pages`;
    return this.#http.lines(Page, { path, query: { format: "ndjson" } });
  }

  explain(jobId: string): Promise<Explanation> {
    return this.#http.json(Explanation, {
      path: `${API}/jobs/${encodeURIComponent(jobId)}/explain`,
    });
  }

  /** Answers with 503 when a promise is broken; the body then says which. */
  getHealth(): Promise<Health> {
    return this.#http.json(Health, { path: "/health" }, [503]);
  }
}

function liveJobOf(error: unknown): string | undefined {
  if (!(error instanceof ApiProblemError) || error.problem.code !== "scan_in_progress") {
    return undefined;
  }
  // The scan may have ended in between, and then the problem names no job.
  return JobId.safeParse(error.problem["job_id"]).data;
}
