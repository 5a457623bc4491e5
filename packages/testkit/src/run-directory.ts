import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endProcesses, processTarget, type ProcessTarget } from "./process-target.ts";

/**
 * Names the directory that holds everything one run of the tests keeps on disk, and the ids of the
 * processes it started, so that another process can clean up after a run that was interrupted.
 */
export const RUN_DIRECTORY = "TEST_RUN_DIRECTORY";

const RUN_PID = "TEST_RUN_PID";

/** Makes the directory of this run and names it to every process that inherits the environment. */
export function createRunDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "sitemap-scanner-test-"));
  mkdirSync(join(directory, "pids"));
  process.env[RUN_DIRECTORY] = directory;
  process.env[RUN_PID] = String(process.pid);
  return directory;
}

/** A new empty directory, gone at the end of the run at the latest. */
export function makeTemporaryDirectory(name: string): string {
  return mkdtempSync(join(process.env[RUN_DIRECTORY] ?? tmpdir(), `${name}-`));
}

/**
 * Notes a process that must not outlive the run.
 *
 * @returns takes the note back; to be called when the process has ended
 */
export function noteProcess({ id, startedAt }: ProcessTarget): () => void {
  const directory = process.env[RUN_DIRECTORY];
  if (directory === undefined) return () => undefined;
  const note = join(directory, "pids", String(id));
  writeFileSync(note, startedAt);
  return () => rmSync(note, { force: true });
}

/** Notes this process, if it is one of several that the run's own process shares the tests among. */
export function noteTestWorker(): void {
  if (process.env[RUN_PID] === String(process.pid)) return;
  noteProcess(processTarget(process.pid, { group: false }));
}

/** Ends every process noted in a run directory, then removes the directory. */
export async function cleanUpRun(directory: string): Promise<void> {
  const pids = join(directory, "pids");
  await mkdir(pids, { recursive: true });
  const targets = (await readdir(pids)).map(async (name) => ({
    id: Number(name),
    startedAt: await readFile(join(pids, name), "utf8"),
  }));
  await endProcesses(await Promise.all(targets));
  await rm(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
