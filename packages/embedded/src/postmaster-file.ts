import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { hasCode } from "./has-code.ts";

/** What a running server says of itself in `postmaster.pid`. */
export interface PostmasterFile {
  pid: number;
  /** Connections are accepted. */
  ready: boolean;
}

export function postmasterPath(dataDir: string): string {
  return join(dataDir, "postmaster.pid");
}

/** Returns `undefined` when no server has claimed the directory, or only just begins to. */
export async function readPostmasterFile(dataDir: string): Promise<PostmasterFile | undefined> {
  const content = await readFile(postmasterPath(dataDir), "utf8").catch((error: unknown) => {
    if (hasCode(error, "ENOENT")) return "";
    throw error;
  });
  const lines = content.split("\n");
  // A single user server writes a negative pid.
  const pid = Math.abs(Number.parseInt(lines[0] ?? "", 10));
  return pid > 0 ? { pid, ready: lines[7]?.trim() === "ready" } : undefined;
}
