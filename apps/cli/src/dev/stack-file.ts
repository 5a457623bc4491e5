import { rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { readJsonFile, writeJsonFile } from "./json-file.ts";

const Pid = z.int().positive();

/** What `DATA_DIR/stack.json` tells while the embedded stack runs. */
export const StackFile = z.object({
  api_url: z.string(),
  /** What the command line asks with; null where nobody is asked for a key. */
  api_key: z.string().nullable(),
  /** Holds a password. */
  database_url: z.string(),
  /** Null: BullMQ runs on Postgres. */
  redis_url: z.string().nullable(),
  pids: z.object({ dev: Pid, postgres: Pid, api: Pid, worker: Pid }),
  started_at: z.iso.datetime(),
});
export type StackFile = z.infer<typeof StackFile>;

export function stackFilePath(dataDir: string): string {
  return join(dataDir, "stack.json");
}

/** Null when there is none, or it cannot be understood. */
export function readStackFile(dataDir: string): StackFile | null {
  return readJsonFile(stackFilePath(dataDir), StackFile);
}

export function writeStackFile(dataDir: string, stack: StackFile): void {
  writeJsonFile(stackFilePath(dataDir), stack);
}

export function removeStackFile(dataDir: string): void {
  rmSync(stackFilePath(dataDir), { force: true });
}
