import { describe, expect, it } from "@jest/globals";
import { replay, type HistoryEvent, type Row } from "./checks/replay.ts";

let lastId = 0;

/** A transition of a task; the first worker has it unless another is named. */
function event(from: string | null, to: string, rest: Partial<HistoryEvent> = {}): HistoryEvent {
  lastId += 1;
  return {
    id: String(lastId),
    job_id: "job",
    task_id: "task",
    from_status: from,
    to_status: to,
    generation: 1,
    lease: 1,
    reason: null,
    actor: "worker 1",
    ...rest,
  };
}

const COMPLETE: Row = { status: "complete", generation: 1, lease: 1 };
const invariants = (events: HistoryEvent[], row: Row = COMPLETE) =>
  replay(events, row).map(({ invariant }) => invariant);

describe("replay()", () => {
  const begun = event(null, "pending", { lease: 0, actor: "api" });

  it("finds nothing in the life of a task that was taken from one worker and done by another", () => {
    const events = [
      begun,
      event("pending", "running"),
      event("running", "pending", { generation: 2, reason: "lease_expired", actor: "api" }),
      event("pending", "running", { generation: 2, lease: 2, actor: "worker 2" }),
      event("running", "complete", { generation: 2, lease: 2, actor: "worker 2" }),
    ];

    expect(replay(events, { status: "complete", generation: 2, lease: 2 })).toEqual([]);
  });

  it("finds a transition out of a terminal status", () => {
    const events = [begun, event("pending", "running"), event("running", "complete")];

    expect(
      invariants([...events, event("complete", "pending")], { ...COMPLETE, status: "pending" }),
    ).toEqual(["I3"]);
  });

  it("finds a task that was completed by somebody else than its holder", () => {
    const events = [
      begun,
      event("pending", "running"),
      event("running", "complete", { actor: "worker 2" }),
    ];

    expect(invariants(events)).toEqual(["I4"]);
  });

  it("finds a lease that was given twice", () => {
    const events = [
      begun,
      event("pending", "running"),
      event("running", "pending", { reason: "lease_expired" }),
      event("pending", "running"),
      event("running", "complete"),
    ];

    expect(invariants(events)).toEqual(["I4"]);
  });

  it("finds a gap in the history", () => {
    expect(invariants([begun, event("running", "complete")])).toContain("I8");
  });

  it("finds a row that is not what its history says", () => {
    const events = [begun, event("pending", "running"), event("running", "complete")];

    expect(invariants(events, { ...COMPLETE, lease: 2 })).toEqual(["I8"]);
    expect(invariants([], COMPLETE)).toEqual(["I8"]);
  });
});
