import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import type { Binaries } from "./binaries.ts";
import { childEnvironment } from "./child-environment.ts";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import { openLogFile, type LogFile } from "./log-file.ts";
import { readPostmasterFile } from "./postmaster-file.ts";
import { commandLine, type ServerUser } from "./server-user.ts";
import { OWNER_SETTING } from "./take-over.ts";

const START_MS = 60_000;
const STOP_MS = 10_000;

export interface ServerSpec {
  dataDir: string;
  logFile: string;
  port: number;
  settings: Record<string, string>;
  binaries: Binaries;
  user: ServerUser;
  signal: AbortSignal | undefined;
}

/** How a process ended: one of the two is null. */
export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface ServerProcess {
  pid: number;
  exited: Promise<Ended>;
  stop: () => Promise<void>;
}

/** Runs the server until it accepts connections; nothing is left running when that fails. */
export async function runServer(spec: ServerSpec): Promise<ServerProcess> {
  const log = await openLogFile(spec.logFile);
  const child = await spawnServer(spec, log);
  const pid = child.pid;
  if (pid === undefined) throw new EmbeddedPostgresError("Cannot start Postgres: it has no pid");
  const exited = once(child, "exit").then(([code, signal]): Ended => ({ code, signal }));
  const endWithUs = () => child.kill("SIGINT");
  process.once("exit", endWithUs);
  void exited.finally(() => process.off("exit", endWithUs));
  try {
    await untilReady(spec, pid, exited);
  } catch (cause) {
    await stopChild(child, exited);
    spec.signal?.throwIfAborted();
    throw new EmbeddedPostgresError(
      `Cannot start Postgres on "${spec.dataDir}": ${reasonOf(cause)}\n${await log.tail()}`,
      { cause },
    );
  }
  child.unref(); // a server that nobody stopped must not keep its starter alive
  return { pid, exited, stop: () => stopChild(child, exited) };
}

async function spawnServer(spec: ServerSpec, log: LogFile): Promise<ChildProcess> {
  const { dataDir, port, binaries, user } = spec;
  const settings = {
    listen_addresses: "127.0.0.1",
    max_connections: "200",
    ...spec.settings,
    [OWNER_SETTING]: String(process.pid),
  };
  const [command, args] = commandLine(user, binaries.postgres, [
    "-D",
    dataDir,
    "-p",
    String(port),
    "-k",
    "",
    ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ]);
  await using handle = log.handle;
  const child = spawn(command, args, {
    ...user.identity,
    // In a process group of its own: Ctrl-C in a terminal is for its starter, which stops it in turn.
    detached: true,
    env: childEnvironment(),
    stdio: ["ignore", handle.fd, handle.fd],
  });
  await once(child, "spawn");
  return child;
}

async function untilReady(spec: ServerSpec, pid: number, exited: Promise<Ended>): Promise<void> {
  const deadline = performance.now() + START_MS;
  let ended: Ended | undefined;
  void exited.then((how) => (ended = how));
  for (;;) {
    spec.signal?.throwIfAborted();
    if (ended) throw new Error(`it ended with ${ended.code ?? ended.signal}`);
    const claim = await readPostmasterFile(spec.dataDir);
    if (claim?.pid === pid && claim.ready) return;
    if (performance.now() > deadline)
      throw new Error(`it was not ready within ${START_MS / 1000} s`);
    await delay(25);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Fast shutdown: open transactions are rolled back, everything committed is kept. */
async function stopChild(child: ChildProcess, exited: Promise<Ended>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.ref();
  child.kill("SIGINT");
  const tooLate = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
  await exited;
  clearTimeout(tooLate);
}
