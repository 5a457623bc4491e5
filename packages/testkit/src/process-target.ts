import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

/** A process that tests started, or the group it leads, told apart from a later one of the same id. */
export interface ProcessTarget {
  /** Negative for a group, as kill(2) takes it. */
  id: number;
  /** Empty where the system does not tell. */
  startedAt: string;
}

const GRACE_MS = 5_000;

/** Takes down when the process began: to be called while it runs. */
export function processTarget(pid: number, { group }: { group: boolean }): ProcessTarget {
  return { id: group ? -pid : pid, startedAt: startTime(pid) };
}

/** False for what has ended, also if nobody has asked for its exit code yet. */
export function isRunning(pid: number): boolean {
  return startTime(pid) !== ENDED && send(pid, 0);
}

/** A group lives as long as any process of it does. */
export function isAlive({ id, startedAt }: ProcessTarget): boolean {
  const now = startTime(Math.abs(id));
  // The kernel gives no new process the id of a group that still has members.
  const sameProcess = now === startedAt || (id < 0 && now === ENDED);
  return sameProcess && send(id, 0);
}

/** Ends them in an orderly way; what has not ended after 5 s is killed. */
export async function endProcesses(targets: ProcessTarget[]): Promise<void> {
  const ours = targets.filter(isAlive);
  for (const { id } of ours) {
    send(id, "SIGCONT");
    send(id, "SIGINT"); // a fast end for Postgres, Redis and our own processes alike
  }
  const deadline = Date.now() + GRACE_MS;
  while (ours.some(isAlive) && Date.now() < deadline) await delay(20);
  for (const { id } of ours.filter(isAlive)) send(id, "SIGKILL");
}

const ENDED = "ended";

function startTime(pid: number): string {
  if (process.platform !== "linux") return "";
  try {
    // The name in parentheses may hold anything; the state follows it, the start is field 22.
    const status = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return status[0] === "Z" ? ENDED : (status[19] ?? "");
  } catch {
    return ENDED;
  }
}

/** False when there is no such process any more. */
function send(id: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(id, signal);
  } catch {
    return false;
  }
}
