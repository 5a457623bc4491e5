import { describe, expect, it } from "@jest/globals";
import type { JobEvent } from "@sitemap-scanner/contracts";
import { toTaskStories } from "./task-spans.ts";

const SINCE = "2026-01-31T12:00:00.000Z";

function step(ms: number, taskId: string | null, to: string): JobEvent {
  return {
    id: String(ms),
    task_id: taskId,
    kind: taskId === null ? null : "sitemap",
    url: taskId,
    from: null,
    to,
    generation: null,
    lease: null,
    reason: null,
    actor: "test",
    at: new Date(Date.parse(SINCE) + ms).toISOString(),
  };
}

describe("toTaskStories()", () => {
  it("tells how long each task was in each status, and how often it was begun", () => {
    const events = [
      step(0, null, "pending"),
      step(10, "a", "pending"),
      step(30, "a", "running"),
      step(50, "a", "pending"),
      step(90, "a", "running"),
      step(100, "a", "complete"),
    ];

    const [scan, task] = toTaskStories(events, SINCE, 200);

    expect(scan?.spans).toEqual([{ status: "pending", from: 0, to: 200 }]);
    expect(task?.spans).toEqual([
      { status: "pending", from: 10, to: 30 },
      { status: "running", from: 30, to: 50 },
      { status: "pending", from: 50, to: 90 },
      { status: "running", from: 90, to: 100 },
    ]);
    expect(task).toMatchObject({ url: "a", tries: 2, last: { to: "complete" } });
  });

  it("knows nothing of a scan without steps", () => {
    expect(toTaskStories([], SINCE, 0)).toEqual([]);
  });

  it("lets no step be before the scan, whatever the clocks say", () => {
    expect(toTaskStories([step(-5, "a", "running")], SINCE, 7)[0]?.spans).toEqual([
      { status: "running", from: 0, to: 7 },
    ]);
  });
});
