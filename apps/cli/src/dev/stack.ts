import { migrateToLatest } from "@sitemap-scanner/database";
import type { EmbeddedPostgres } from "@sitemap-scanner/embedded";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CommandError, EXIT } from "../errors.ts";
import { choosePort, type KeptPorts, untilPortFree } from "./ports.ts";
import type { DevSettings } from "./settings.ts";
import { takeOwnKey } from "./own-key.ts";
import { readStackFile, removeStackFile, writeStackFile } from "./stack-file.ts";
import { startPostgres } from "./start-postgres.ts";
import type { StopSignal } from "./stop-signal.ts";
import { Supervisor } from "./supervisor.ts";
import { untilReady } from "./until-ready.ts";

/** Longer than the API gives itself to stop. */
const API_GRACE_MS = 25_000;
/** What a worker needs besides its own grace. */
const WORKER_EXTRA_MS = 5_000;

export interface StackOptions {
  settings: DevSettings;
  ports: KeptPorts;
  stop: StopSignal;
  /** Tells people what happens. */
  say: (line: string) => void;
}

/** How to ask the API of a running stack. */
export interface RunningApi {
  url: string;
  /** Undefined where nobody is asked for a key. */
  key: string | undefined;
}

/**
 * Brings up Postgres, the schema, API and worker, and writes `stack.json` when they are ready. What
 * it starts is put on `open`, and is stopped in the reverse order when that is disposed.
 */
export async function startStack(
  open: AsyncDisposableStack,
  options: StackOptions,
): Promise<RunningApi> {
  const { settings, stop, say } = options;
  const port = await takePort(options);
  mkdirSync(logPath(settings, ""), { recursive: true });
  say("Starting Postgres …");
  const postgres = await openPostgres(open, options);
  const migrations = await migrateToLatest(postgres.url);
  if (migrations.length > 0) say(`The schema was brought up to date: ${migrations.length} steps.`);
  stop.signal.throwIfAborted();
  const { dataDir, asksForKey } = settings;
  const key = asksForKey ? await takeOwnKey(dataDir, postgres.url) : undefined;
  const api = { url: `http://127.0.0.1:${port}`, key };
  say("Starting API and worker …");
  const stack = new Stack(options, postgres, { ...api, port });
  stack.start(open);
  await untilReady(api.url, stop.signal);
  stack.announce();
  return api;
}

/** @throws {CommandError} saying how to take another port */
async function takePort({ settings, ports, stop, say }: StackOptions): Promise<number> {
  // A former `dev` was killed: its API has noticed, and needs a moment to end.
  const isLeftOver = readStackFile(settings.dataDir) !== null;
  if (isLeftOver) say("The last run was not stopped in order: taking over from it …");
  const { port } = settings;
  if (port === 0) return choosePort(ports, "api");
  if (await untilPortFree(port, isLeftOver ? API_GRACE_MS : 0, stop.signal)) return port;
  throw new CommandError(
    `Port ${port} is taken by another program, and the API needs it.\n` +
      `Choose another one: PORT=${port + 1} npm start`,
    EXIT.failed,
  );
}

async function openPostgres(
  open: AsyncDisposableStack,
  { settings, ports, stop }: StackOptions,
): Promise<EmbeddedPostgres> {
  const logFile = logPath(settings, "postgres.log");
  const { dataDir } = settings;
  const postgres = await startPostgres({ dataDir, ports, logFile, signal: stop.signal });
  let isWanted = true;
  open.defer(() => {
    isWanted = false;
    return postgres.stop();
  });
  const onExit = () => {
    if (isWanted) stop.fail(`Postgres ended by itself, see ${logFile}`);
  };
  void postgres.exited.then(onExit);
  return postgres;
}

/** API and worker above a running Postgres, and the file that tells of them. */
class Stack {
  readonly #options: StackOptions;
  readonly #postgres: EmbeddedPostgres;
  readonly #api: RunningApi & { port: number };
  readonly #startedAt = new Date().toISOString();
  readonly #pids = { api: 0, worker: 0 };
  #isAnnounced = false;

  constructor(
    options: StackOptions,
    postgres: EmbeddedPostgres,
    api: RunningApi & { port: number },
  ) {
    this.#options = options;
    this.#postgres = postgres;
    this.#api = api;
  }

  start(open: AsyncDisposableStack): void {
    const { dataDir, workerGraceMs } = this.#options.settings;
    open.defer(() => removeStackFile(dataDir));
    this.#supervise(open, "worker", workerGraceMs + WORKER_EXTRA_MS);
    // Started last and so stopped first: what is accepted until then is kept for the next start.
    this.#supervise(open, "api", API_GRACE_MS);
  }

  /** Writes `stack.json`, from now on also whenever a process is started again. */
  announce(): void {
    const { settings } = this.#options;
    this.#isAnnounced = true;
    writeStackFile(settings.dataDir, {
      api_url: this.#api.url,
      api_key: this.#api.key ?? null,
      database_url: this.#postgres.url,
      redis_url: settings.redisUrl,
      pids: { dev: process.pid, postgres: this.#postgres.pid, ...this.#pids },
      started_at: this.#startedAt,
    });
  }

  #supervise(open: AsyncDisposableStack, name: "api" | "worker", graceMs: number): void {
    const { settings, stop, say } = this.#options;
    const databaseUrl = this.#postgres.url;
    const spec = {
      name,
      entry: fileURLToPath(new URL(`../../../${name}/src/main.ts`, import.meta.url)),
      env: settings.environmentFor({ databaseUrl, port: this.#api.port }),
      logFile: logPath(settings, `${name}.log`),
    };
    const onStart = (pid: number) => {
      this.#pids[name] = pid;
      if (this.#isAnnounced) this.announce();
    };
    const supervisor = new Supervisor(spec, { say, onStart, onGivenUp: stop.fail });
    open.defer(() => supervisor.stop(graceMs, stop.hurry));
  }
}

function logPath({ dataDir }: DevSettings, name: string): string {
  return join(dataDir, "logs", name);
}
