import { startSite, urlset, waitFor } from "@sitemap-scanner/testkit";
import { FAULTS } from "../faults/index.ts";
import type { Scene } from "../faults/fault.ts";
import type { Stack } from "../stack.ts";

/** What the broker is given at most, by default. */
const MESSAGES = 1_000;
const LOOK_MS = 50;
const AGAIN_MS = 60_000;
const DONE_MS = 600_000;

/**
 * FLUSHALL while the broker holds all that it is ever given, and no worker is there: how long until every
 * message is published again. In the end the workers come back, and each of the jobs must be complete.
 *
 * @returns how long it took, in ms, each time
 */
export async function measureFlushedBroker(scene: Scene, repetitions: number): Promise<number[]> {
  const { stack } = scene;
  for (const worker of stack.workers) worker.holdDown();
  const site = await startManySites();
  try {
    const jobs = await insertJobs(stack, Number(site.domain.split(":")[1]));
    const took: number[] = [];
    for (let count = 0; count < repetitions; count += 1) took.push(await flush(scene));
    for (const worker of stack.workers) worker.release();
    await waitFor(async () => (await countDone(stack, jobs)) === jobs.length, {
      what: "every job to be complete",
      timeoutMs: DONE_MS,
      everyMs: 1_000,
    });
    return took;
  } finally {
    await site.close();
  }
}

/** One server at every address of this machine, as good as a site at each. */
function startManySites() {
  return startSite(
    ({ url, headers: { host } }) => {
      if (url === "/robots.txt") return `Sitemap: http://${host}/s.xml\n`;
      return url === "/s.xml" ? urlset([`http://${host}/p`]) : { status: 404 };
    },
    { host: "0.0.0.0" },
  );
}

async function insertJobs({ postgres }: Stack, port: number): Promise<string[]> {
  const rows = await postgres.query<{ job_id: string }>(
    `with new as (
       insert into domains (domain)
       select format('127.1.%s.%s:%s', n / 250, 1 + n % 250, $1::int) from generate_series(1, $2::int) n returning id)
     insert into jobs (domain_id, max_pages) select id, 10 from new returning job_id`,
    [port, MESSAGES],
  );
  return rows.map(({ job_id }) => job_id);
}

async function flush(scene: Scene): Promise<number> {
  const { postgres, broker } = scene.stack;
  const published = await waitFor(
    async () => {
      const rows = await postgres.query<{ task_id: string }>(
        "select task_id from outbox where published_at is not null",
      );
      return rows.length === MESSAGES && rows.map(({ task_id }) => task_id);
    },
    { what: `${MESSAGES} published messages`, timeoutMs: AGAIN_MS },
  );
  const [before] = await postgres.query<{ at: Date }>("select now() as at");
  await FAULTS.redis_flushall.begin(scene);
  const from = performance.now();
  await waitFor(
    async () => {
      const [row] = await postgres.query<{ again: number }>(
        "select count(*)::int as again from outbox where task_id = any($1) and published_at > $2",
        [published, before?.at],
      );
      if (row?.again !== MESSAGES) return false;
      const waiting = await Promise.all(broker.queues.map((queue) => queue.getWaitingCount()));
      return waiting.some((count) => count >= MESSAGES);
    },
    { what: "every message to be published again", timeoutMs: AGAIN_MS, everyMs: LOOK_MS },
  );
  return performance.now() - from;
}

async function countDone(
  { postgres }: Stack,
  jobs: readonly string[],
): Promise<number | undefined> {
  const [row] = await postgres.query<{ done: number }>(
    "select count(*)::int as done from jobs where job_id = any($1) and status = 'complete'",
    [jobs],
  );
  return row?.done;
}
