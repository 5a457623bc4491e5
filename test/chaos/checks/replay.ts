import type { Invariant } from "../breaches.ts";

/** A row of `job_events`; of a job where `task_id` is null. */
export interface HistoryEvent {
  id: string;
  job_id: string;
  task_id: string | null;
  from_status: string | null;
  to_status: string;
  generation: number | null;
  lease: number | null;
  reason: string | null;
  actor: string;
}

/** What a job or task is in its table. */
export interface Row {
  status: string;
  generation: number | null;
  lease: number | null;
}

export interface Finding {
  invariant: Invariant;
  detail: string;
}

const TERMINAL = new Set(["complete", "failed", "cancelled"]);
/** Reasons for which a running task is put back by the worker that has it, and by nobody else. */
const BY_HOLDER = new Set(["worker_stopped"]);

/** Replays the history of one job or task, oldest event first, and compares its end with the row. */
export function replay(events: readonly HistoryEvent[], row: Row): Finding[] {
  return [...followTransitions(events, row), ...checkLeases(events)];
}

/** I3: nothing leaves a terminal status. I8: each event follows from the one before, the last is the row. */
function followTransitions(events: readonly HistoryEvent[], row: Row): Finding[] {
  const findings: Finding[] = [];
  let status: string | null = null;
  for (const event of events) {
    if (status !== null && TERMINAL.has(status)) {
      findings.push({ invariant: "I3", detail: `went from ${status} to ${event.to_status}` });
    }
    if (event.from_status !== status) {
      const detail = `event ${event.id} comes from ${event.from_status}, but the one before led to ${status}`;
      findings.push({ invariant: "I8", detail });
    }
    status = event.to_status;
  }
  const last = events.at(-1);
  const told = { status, generation: last?.generation ?? null, lease: last?.lease ?? null };
  if (
    told.status !== row.status ||
    told.generation !== row.generation ||
    told.lease !== row.lease
  ) {
    const detail = `history says ${JSON.stringify(told)}, the row says ${JSON.stringify(row)}`;
    findings.push({ invariant: "I8", detail });
  }
  return findings;
}

/** I4: each lease is given once, and who completes a task is who holds its last lease. */
function checkLeases(events: readonly HistoryEvent[]): Finding[] {
  const findings: Finding[] = [];
  let holder: HistoryEvent | undefined;
  let completed = 0;
  for (const event of events) {
    if (event.task_id === null) continue;
    if (event.to_status === "running") {
      if (holder && (event.lease ?? 0) <= (holder.lease ?? 0)) {
        findings.push({ invariant: "I4", detail: `lease ${event.lease} was given twice` });
      }
      holder = event;
    }
    if (event.to_status === "complete") completed += 1;
    const isHoldersWork = event.to_status === "complete" || BY_HOLDER.has(event.reason ?? "");
    if (!isHoldersWork || event.from_status !== "running") continue;
    if (event.actor !== holder?.actor || event.lease !== holder.lease) {
      const detail = `lease ${holder?.lease} is of ${holder?.actor}, but ${event.actor} made it ${event.to_status}`;
      findings.push({ invariant: "I4", detail });
    }
  }
  if (completed > 1) findings.push({ invariant: "I4", detail: `was completed ${completed} times` });
  return findings;
}
