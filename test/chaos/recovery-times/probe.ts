import { waitFor } from "@sitemap-scanner/testkit";
import { isDatabaseAway } from "../database-away.ts";
import type { ChaosSite } from "../sites.ts";
import type { Stack } from "../stack.ts";

const ANSWER_MS = 2_000;
const AGAIN_MS = 100;
const PATIENCE_MS = 120_000;

/**
 * What somebody sees from outside: asks for a scan until one is accepted, and waits for its pages.
 * @returns the job, which is complete
 */
export async function scanAsSoonAsPossible(stack: Stack, { site }: ChaosSite): Promise<string> {
  const jobId = await waitFor(() => submit(stack, site.origin), {
    what: "a scan to be accepted",
    timeoutMs: PATIENCE_MS,
    everyMs: AGAIN_MS,
  });
  await waitFor(() => isComplete(stack, jobId), {
    what: `job ${jobId} to be complete`,
    timeoutMs: PATIENCE_MS,
    everyMs: AGAIN_MS,
  });
  return jobId;
}

async function submit({ apis }: Stack, origin: string): Promise<string | undefined> {
  const [api] = apis;
  if (!api?.isReady) return undefined;
  try {
    const response = await fetch(`${api.origin}/api/v3/sitemap/scan`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ base_url: origin }),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const body = (await response.json()) as { job_id?: string };
    // An answer that got lost has started the scan all the same: it is told with the next.
    return response.ok || response.status === 409 ? body.job_id : undefined;
  } catch {
    return undefined; // killed, or not up yet
  }
}

async function isComplete({ postgres }: Stack, jobId: string): Promise<boolean> {
  try {
    const [job] = await postgres.query<{ status: string }>(
      "select status from jobs where job_id = $1",
      [jobId],
    );
    return job?.status === "complete";
  } catch (error) {
    if (!isDatabaseAway(error)) throw error;
    return false;
  }
}
