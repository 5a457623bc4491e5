import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect } from "@jest/globals";
import type { Outcome } from "@sitemap-scanner/contracts";
import type { FetchLimits } from "../src/index.ts";
import { TEST_AUTHORITY } from "./certificates.ts";

export interface MeasuredRequest {
  url: string;
  limits?: Partial<FetchLimits>;
}

export interface Measured {
  code: Outcome;
  /** Of the body, as it was given out. */
  bytes: number;
  retryAfterMs: number | null;
  ms: number;
  /** Bytes that the process grew at its highest, as the system sees it. */
  growth: number;
}

export interface Gauge {
  /** Fetches a URL and reads its body in a process of its own; one after the other. */
  measure(request: MeasuredRequest): Promise<Measured>;
  close(): Promise<void>;
}

/** What no server may take of us, however hostile. */
const MOST_GROWTH = 50 * 1024 * 1024;

export async function startGauge(): Promise<Gauge> {
  const child = fork(fileURLToPath(new URL("./fixtures/measured-fetch.ts", import.meta.url)), {
    env: { ...process.env, NODE_EXTRA_CA_CERTS: TEST_AUTHORITY },
    execArgv: [],
  });
  await answerOf(child);
  return {
    async measure(request) {
      const answer = answerOf(child);
      child.send(request);
      return (await answer) as Measured;
    },
    async close() {
      child.disconnect();
      await once(child, "exit");
    },
  };
}

/** The outcome is the one expected, in time, and within 50 MB. */
export function expectBounded(
  measured: Measured,
  { code, withinMs }: { code: Outcome | Outcome[]; withinMs: number },
): void {
  expect([code].flat()).toContain(measured.code);
  expect(measured.ms).toBeLessThan(withinMs);
  expect(measured.growth).toBeLessThan(MOST_GROWTH);
}

async function answerOf(child: ChildProcess): Promise<unknown> {
  const gone = new AbortController();
  child.once("exit", (code) => gone.abort(new Error(`The measured process ended with ${code}`)));
  const [message]: unknown[] = await once(child, "message", { signal: gone.signal });
  return message;
}
