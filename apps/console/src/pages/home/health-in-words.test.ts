import { describe, expect, it } from "@jest/globals";
import type { WorkerSeen } from "@sitemap-scanner/contracts";
import { healthInWords } from "./health-in-words.ts";

const WORKER: WorkerSeen = {
  id: "w",
  host: "h",
  pid: 1,
  version: "1",
  last_seen_at: "2026-01-31T12:00:00.000Z",
  alive: true,
  current_tasks: 0,
};
const CANARY = { age_seconds: 31, latency_seconds: 1, live_for_seconds: null };

describe("healthInWords()", () => {
  it("tells what is well", () => {
    expect(healthInWords({ workers: [WORKER], oldest_pending_seconds: null, canary: CANARY })).toBe(
      "1 worker is alive, nothing waits, and the last canary came through 31 s ago.",
    );
  });

  it("tells what is not", () => {
    const gone = { ...WORKER, alive: false };
    const canary = { ...CANARY, age_seconds: null };

    expect(healthInWords({ workers: [gone], oldest_pending_seconds: 190, canary })).toBe(
      "No worker is alive, the oldest scan that waits has done so for 3 m 10 s, and no canary came through yet.",
    );
  });

  it("says so where nobody knows", () => {
    expect(
      healthInWords({ workers: [WORKER, WORKER], oldest_pending_seconds: null, canary: null }),
    ).toBe("2 workers are alive, nothing waits, and of the canary nothing is known.");
  });
});
