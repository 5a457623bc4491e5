/** What a system tells of itself, asked as people and monitors ask it. */
import { join } from "node:path";
import { Health } from "@sitemap-scanner/contracts";
import { startProcess, waitFor } from "@sitemap-scanner/testkit";
import { parseExposition, valueOf } from "../../apps/api/test/exposition.ts";
import type { Api } from "./setup.ts";

const ROOT = join(import.meta.dirname, "../..");

export async function readHealth({ origin }: Api): Promise<{ status: number; health: Health }> {
  const response = await fetch(`${origin}/health`);
  return { status: response.status, health: Health.parse(await response.json()) };
}

/** The first health that is as wanted. */
export function healthUntil(api: Api, isSo: (health: Health) => boolean, what: string) {
  return waitFor(
    async () => {
      const answer = await readHealth(api);
      return isSo(answer.health) ? answer : undefined;
    },
    { what, timeoutMs: 20_000, everyMs: 100 },
  );
}

export async function doctor({ origin }: Api): Promise<{ code: number | null; printed: string }> {
  const args = [join(ROOT, "apps/cli/src/main.ts"), "doctor", "--api", origin];
  const process = await startProcess({ args, cwd: ROOT });
  const { code } = await process.exited;
  return { code, printed: process.stdout.join("\n") };
}

/** The value of a metric of ours; undefined when it is absent. */
export async function readMetric(
  { origin }: Pick<Api, "origin">,
  name: string,
  labels: Record<string, string> = {},
): Promise<number | undefined> {
  const text = await (await fetch(`${origin}/metrics`)).text();
  return valueOf(parseExposition(text), `sitemap_scanner_${name}`, labels);
}

/** What the job waits for, in one line. */
export async function explain({ origin }: Api, jobId: string): Promise<string> {
  const response = await fetch(`${origin}/api/v3/sitemap/jobs/${jobId}/explain`);
  const explanation = (await response.json()) as { summary: string };
  return explanation.summary;
}
