import { setTimeout as delay } from "node:timers/promises";
import { isDatabaseAway } from "./database-away.ts";
import { startFreeSites } from "./free-sites.ts";
import type { Random } from "./random.ts";
import type { ChaosSite } from "./sites.ts";
import type { ApiProcess, Stack } from "./stack.ts";

/** What was asked for, and what was promised. */
export interface Ledger {
  /** Jobs that were answered with 202. */
  acknowledged: Set<string>;
  /** Jobs whose INSERT was committed. */
  bySql: Set<string>;
  /** When a cancel was answered with 200, in ms since the epoch, by job. */
  cancelled: Map<string, number>;
  retried: number;
  /** Answers by what was asked and their status; 0 for none. */
  answers: Map<string, number>;
  /** Bodies of 500s: whatever happens, the API has a better word for it. */
  internalErrors: string[];
}

export interface Load {
  ledger: Ledger;
  /** Asks one API for a scan of a site that nobody is said to scan. */
  submit(api?: ApiProcess): Promise<void>;
  insert(): Promise<void>;
  /** Asks for no more, and waits for the answers that are under way. */
  stop(): Promise<void>;
}

const ANSWER_MS = 10_000;
const MOST_UNDER_WAY = 20;

/** Asks for scans at a steady rate, while there is room: most by HTTP, some by plain SQL; cancels some, repeats some. */
export function startLoad({
  stack,
  sites,
  random,
  rate,
  mostLive,
}: {
  stack: Stack;
  sites: readonly ChaosSite[];
  random: Random;
  rate: number;
  /** No more is asked for while so many scans are live: the queue shall not grow longer than that. */
  mostLive: number;
}): Load {
  const ledger: Ledger = {
    acknowledged: new Set(),
    bySql: new Set(),
    cancelled: new Map(),
    retried: 0,
    answers: new Map(),
    internalErrors: [],
  };
  const free = startFreeSites(stack.postgres, sites, random.fork("free sites"));
  const underWay = new Set<Promise<void>>();
  const stopping = new AbortController();

  /** One that is there, if any is. */
  function anApi(): ApiProcess {
    const ready = stack.apis.filter((api) => api.isReady);
    return random.pick(ready.length > 0 ? ready : stack.apis);
  }

  async function post(api: ApiProcess, path: string, body?: object): Promise<unknown> {
    try {
      const response = await fetch(`${api.origin}/api/v3/sitemap${path}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        ...(body && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      count(path, response.status);
      const text = await response.text();
      if (response.status === 500) ledger.internalErrors.push(`${path}: ${text}`);
      return response.ok ? JSON.parse(text) : undefined;
    } catch {
      // The API is killed now and then: whatever it had not answered, it has not promised.
      count(path, 0);
      return undefined;
    }
  }

  function count(path: string, status: number): void {
    const answer = `${path.replace(/.*\//, "")} ${status}`;
    ledger.answers.set(answer, (ledger.answers.get(answer) ?? 0) + 1);
  }

  async function submit(api = anApi()): Promise<void> {
    const { site, maxPages } = free.take();
    const answer = await post(api, "/scan", {
      base_url: site.origin,
      ...(maxPages !== undefined && { max_pages: maxPages }),
    });
    if (hasJobId(answer)) ledger.acknowledged.add(answer.job_id);
  }

  async function insert(): Promise<void> {
    const { site, maxPages = 1_000 } = free.take();
    try {
      await stack.postgres.query(
        "insert into domains (domain) values ($1) on conflict do nothing",
        [site.domain],
      );
      const [job] = await stack.postgres.query<{ job_id: string }>(
        `insert into jobs (domain_id, max_pages) select id, $2 from domains where domain = $1
         on conflict (domain_id) where status in ('pending', 'running') do nothing returning job_id`,
        [site.domain, maxPages],
      );
      if (job) ledger.bySql.add(job.job_id);
    } catch (error) {
      if (!isDatabaseAway(error)) throw error;
    }
  }

  async function cancel(): Promise<void> {
    const jobId = random.pick([...ledger.acknowledged].slice(-10));
    const answer = await post(anApi(), `/jobs/${jobId}/cancel`);
    if (hasJobId(answer)) ledger.cancelled.set(jobId, Date.now());
  }

  async function retry(): Promise<void> {
    const jobId = random.pick([...ledger.acknowledged]);
    const answer = await post(anApi(), `/jobs/${jobId}/retry`);
    if (!hasJobId(answer)) return;
    ledger.acknowledged.add(answer.job_id);
    ledger.retried += 1;
  }

  function doSomething(): Promise<void> {
    const dice = random.next();
    if (dice < 0.08) return insert();
    if (ledger.acknowledged.size > 10 && dice < 0.13) return cancel();
    if (ledger.acknowledged.size > 10 && dice < 0.18) return retry();
    return submit();
  }

  async function keepAsking(): Promise<void> {
    while (!stopping.signal.aborted) {
      await delay((1_000 / rate) * (0.5 + random.next()));
      if (underWay.size >= MOST_UNDER_WAY || free.taken >= mostLive) continue;
      const work = doSomething().finally(() => underWay.delete(work));
      underWay.add(work);
    }
    await Promise.all(underWay);
    await free.stop();
  }
  const asking = keepAsking();

  return {
    ledger,
    submit,
    insert,
    stop: () => {
      stopping.abort();
      return asking;
    },
  };
}

function hasJobId(answer: unknown): answer is { job_id: string } {
  return typeof answer === "object" && answer !== null && "job_id" in answer;
}
