import { rm } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { describeProcess, type ProcessDescription } from "./describe-process.ts";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import { hasCode } from "./has-code.ts";
import { postmasterPath, readPostmasterFile } from "./postmaster-file.ts";

/** Setting that tells whose child a server is; Postgres accepts any setting with a dot in its name. */
export const OWNER_SETTING = "sitemap_scanner.owner_pid";

const STOP_MS = 10_000;

/**
 * Frees a data directory that an ended process left in use: stops the server it left running, or
 * removes the claim of a server that is gone.
 *
 * @throws EmbeddedPostgresError when the process that started the server is still alive
 */
export async function takeOver(dataDir: string): Promise<void> {
  const claim = await readPostmasterFile(dataDir);
  if (!claim) return;
  const server = await describeServer(claim.pid, dataDir);
  if (!server) return removeStaleClaim(dataDir, claim.pid);
  const owner = Number(new RegExp(`${OWNER_SETTING}=(\\d+)`).exec(server.command)?.[1]);
  // Whoever lost its parent was given another one by the kernel: no reused pid can deceive here.
  if (server.parent === owner) {
    throw new EmbeddedPostgresError(
      `Cannot start Postgres on "${dataDir}": process ${owner} already runs it`,
    );
  }
  await stopServer(claim.pid, dataDir);
}

async function describeServer(
  pid: number,
  dataDir: string,
): Promise<ProcessDescription | undefined> {
  const found = await describeProcess(pid);
  return found && `${found.command} `.includes(`-D ${dataDir} `) ? found : undefined;
}

/** NOTE: a claim of a dead pid stays: from it Postgres learns whether old backends still live. */
async function removeStaleClaim(dataDir: string, pid: number): Promise<void> {
  if (isTaken(pid)) await rm(postmasterPath(dataDir), { force: true });
}

function isTaken(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return hasCode(error, "EPERM");
  }
}

async function stopServer(pid: number, dataDir: string): Promise<void> {
  for (const signal of ["SIGINT", "SIGKILL"] as const) {
    process.kill(pid, signal);
    const deadline = performance.now() + STOP_MS;
    while (performance.now() < deadline) {
      if (!(await describeServer(pid, dataDir))) return removeStaleClaim(dataDir, pid);
      await delay(50);
    }
  }
  throw new EmbeddedPostgresError(
    `Cannot start Postgres on "${dataDir}": the server that was left running (pid ${pid}) does not stop`,
  );
}
