import { mkdir, realpath } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { findBinaries } from "./binaries.ts";
import { prepareDataDirectory } from "./data-directory.ts";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import { freePort } from "./free-port.ts";
import { runServer, type Ended, type ServerProcess, type ServerSpec } from "./server-process.ts";
import { chooseServerUser } from "./server-user.ts";
import { takeOver } from "./take-over.ts";

export interface EmbeddedPostgresOptions {
  /** Where the cluster is kept. Created when missing; `<dataDir>.password` is written beside it. */
  dataDir: string;
  /** Default: a free port. */
  port?: number;
  /** Server settings by name, as for `postgres -c`. */
  settings?: Record<string, string>;
  /** False gives up safety against power cuts for speed: for tests. Default true. */
  durable?: boolean;
  /** Default `<dataDir>.log`. Appended to. */
  logFile?: string;
  /** Aborts a start that is under way; a running server is stopped by `stop()` alone. */
  signal?: AbortSignal;
}

export interface EmbeddedPostgres {
  /** Database `postgres` as superuser, password included. */
  url: string;
  port: number;
  pid: number;
  /** The same server and user, another database; it need not exist. */
  databaseUrl: (name: string) => string;
  /** Resolves when the server ends, whatever the reason. */
  exited: Promise<Ended>;
  /** Fast shutdown, killed after 10 s. Resolves when the process is gone. */
  stop: () => Promise<void>;
}

const NOT_DURABLE = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };
const ATTEMPTS = 20;

/**
 * Starts a Postgres on 127.0.0.1 and waits until it accepts connections. Its starter's end is its
 * own; a server that a killed starter left behind on the same directory is replaced.
 *
 * @throws EmbeddedPostgresError with the last lines of the server's log
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const { durable = true, signal } = options;
  const binaries = findBinaries();
  const dataDir = await settle(options.dataDir);
  const user = await chooseServerUser(dataDir);
  const { initdb } = binaries;
  const password = await prepareDataDirectory({ dataDir, initdb, user, durable, signal });
  await takeOver(dataDir);
  const spec = {
    dataDir,
    logFile: options.logFile ?? `${dataDir}.log`,
    settings: { ...(durable ? {} : NOT_DURABLE), ...options.settings },
    binaries,
    user,
    signal,
  };
  const { server, port } = await runOnPort(spec, options.port);
  const databaseUrl = (name: string) =>
    `postgres://postgres:${password}@127.0.0.1:${port}/${encodeURIComponent(name)}`;
  return { ...server, port, url: databaseUrl("postgres"), databaseUrl };
}

/** The path as the kernel names it, so that equal directories have equal names. */
async function settle(dataDir: string): Promise<string> {
  await mkdir(dirname(dataDir), { recursive: true });
  return join(await realpath(dirname(dataDir)), basename(dataDir));
}

async function runOnPort(
  spec: Omit<ServerSpec, "port">,
  wanted: number | undefined,
): Promise<{ server: ServerProcess; port: number }> {
  for (let attempt = 1; ; attempt++) {
    const port = wanted ?? (await freePort());
    try {
      return { server: await runServer({ ...spec, port }), port };
    } catch (error) {
      if (attempt === ATTEMPTS || !isPassing(error, wanted)) throw error;
      await delay(250);
    }
  }
}

/** A free port may be taken a moment later; a killed server's backends take a moment to end. */
function isPassing(error: unknown, wanted: number | undefined): boolean {
  if (!(error instanceof EmbeddedPostgresError)) return false;
  if (error.message.includes("shared memory block")) return true;
  return wanted === undefined && error.message.includes("Address already in use");
}
