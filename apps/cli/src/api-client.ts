import {
  Domain,
  DomainDetail,
  Explanation,
  Health,
  IntakePass,
  Job,
  JobId,
  listOf,
  Page,
  ScanAccepted,
  ScanStatus,
  SitemapFile,
  type DomainStatus,
  type JobsQuery,
} from "@sitemap-scanner/contracts";
import { ApiProblemError } from "./errors.ts";
import { type Call, Http } from "./http.ts";

const API = "/api/v3/sitemap";
const DOMAINS = "/api/v3/domains";
const Jobs = listOf(Job);
const Files = listOf(SitemapFile);
const Domains = listOf(Domain);

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

export interface DomainFilter {
  status?: DomainStatus | undefined;
  /** Domains given at most. */
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
  listJobs({ limit, ...filter }: JobFilter): AsyncGenerator<Job> {
    return this.#list(limit, (part) =>
      this.#http.json(Jobs, { path: `${API}/jobs`, query: { ...filter, ...part } }),
    );
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

  /** Newest first. */
  listDomains({ limit, status }: DomainFilter): AsyncGenerator<Domain> {
    return this.#list(limit, (part) =>
      this.#http.json(Domains, { path: DOMAINS, query: { status, ...part } }),
    );
  }

  getDomain(domain: string): Promise<DomainDetail> {
    return this.#http.json(DomainDetail, { path: domainPath(domain) });
  }

  /** The intake makes a job of it within seconds. */
  queueDomain(domain: string): Promise<DomainDetail> {
    return this.#http.json(DomainDetail, { path: `${domainPath(domain)}/queue`, method: "POST" });
  }

  /** @param every `6h`, `1d`; null: no more */
  scheduleDomain(domain: string, every: string | null): Promise<DomainDetail> {
    const call: Call = { path: `${domainPath(domain)}/schedule`, method: "PUT", body: { every } };
    return this.#http.json(DomainDetail, call);
  }

  /** One pass of the intake. */
  runIntake(): Promise<IntakePass> {
    return this.#http.json(IntakePass, { path: "/api/v3/intake/run", method: "POST" });
  }

  /** Answers with 503 when a promise is broken; the body then says which. */
  getHealth(): Promise<Health> {
    return this.#http.json(Health, { path: "/health" }, [503]);
  }

  /** The first `limit` items of a listing, part by part. */
  async *#list<T>(
    limit: number,
    read: (part: ListPart) => Promise<{ data: T[]; next: string | null }>,
  ): AsyncGenerator<T> {
    let left = limit;
    let cursor: string | undefined;
    do {
      const { data, next } = await read({ limit: Math.min(left, PART), cursor });
      yield* data;
      left -= data.length;
      cursor = next ?? undefined;
    } while (cursor !== undefined && left > 0);
  }
}

interface ListPart {
  limit: number;
  cursor: string | undefined;
}

function domainPath(domain: string): string {
  return `${DOMAINS}/${encodeURIComponent(domain)}`;
}

function liveJobOf(error: unknown): string | undefined {
  if (!(error instanceof ApiProblemError) || error.problem.code !== "scan_in_progress") {
    return undefined;
  }
  // The scan may have ended in between, and then the problem names no job.
  return JobId.safeParse(error.problem["job_id"]).data;
}
