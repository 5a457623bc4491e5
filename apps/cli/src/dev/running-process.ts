import { readFileSync } from "node:fs";
import { z } from "zod";
import { codeOf } from "./json-file.ts";

/** Names a process for good: pids are given out again. */
export const ProcessIdentity = z.object({
  pid: z.int().positive(),
  /** When it began, in ticks since the system did; null where the system does not tell. */
  began: z.string().nullable(),
});
export type ProcessIdentity = z.infer<typeof ProcessIdentity>;

export function identifyProcess(pid: number): ProcessIdentity {
  return { pid, began: beginningOf(pid) };
}

/** Whether that very process still runs; where the system does not tell, whether the pid is in use. */
export function isRunning({ pid, began }: ProcessIdentity): boolean {
  return isPidInUse(pid) && beginningOf(pid) === began;
}

function isPidInUse(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It is somebody else's.
    return codeOf(error) === "EPERM";
  }
}

/**
 * Field 22 of Linux' /proc/<pid>/stat; field 3 says "Z" when the process has ended and its parent has
 * not asked how. The name, in brackets before them, may hold anything.
 */
function beginningOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return state === "Z" ? "ended" : (fields[18] ?? null);
  } catch (error) {
    if (["ENOENT", "ESRCH", "EACCES"].includes(codeOf(error) ?? "")) return null;
    throw error;
  }
}
