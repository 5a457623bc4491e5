import { createWriteStream, type WriteStream } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { startProcess, type ProcessEnd, type RunningProcess } from "@sitemap-scanner/testkit";

const ROOT = join(import.meta.dirname, "../..");
/** As a supervisor waits before it starts a process that has ended again. */
const RESTART_MS = 200;
const READY_MS = 60_000;

export interface Program {
  name: string;
  /** Relative to the root of the repository. */
  script: string;
  nodeArgs: readonly string[];
  env: Record<string, string>;
  readyLine: RegExp;
  logs: string | undefined;
}

/** How one life of a process ended, and whether it was told to. */
export interface Life extends ProcessEnd {
  name: string;
  lastLines: string[];
}

/** Keeps a process running: what ends is started again, as long as it is wanted. */
export class Supervised {
  readonly name: string;
  /** Lives that are over. */
  readonly lives: Life[] = [];
  readonly #program: Program;
  readonly #log: WriteStream | undefined;
  #child: RunningProcess | undefined;
  #ready: RunningProcess | undefined;
  #extraEnv: Record<string, string> = {};
  #wanted = Promise.withResolvers<void>();
  #isWanted = true;
  #isClosed = false;
  #keeping: Promise<void> = Promise.resolve();

  constructor(program: Program) {
    this.name = program.name;
    this.#program = program;
    this.#log =
      program.logs === undefined
        ? undefined
        : createWriteStream(join(program.logs, `${program.name}.log`), { flags: "a" });
  }

  /** Starts it, and resolves when it is ready. @throws Error with its last lines when it ends before */
  async start(): Promise<void> {
    const child = await this.#spawn();
    this.#keeping = this.#keep(child);
    await this.#untilReady(child);
  }

  /** It runs, and has said that it is ready. */
  get isReady(): boolean {
    return this.#child !== undefined && this.#child === this.#ready;
  }

  /** The process of now, if there is one. */
  get child(): RunningProcess | undefined {
    return this.#child;
  }

  kill(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  /** Kills it, and does not start it again before `release`. */
  holdDown(): void {
    this.#isWanted = false;
    this.kill("SIGKILL");
  }

  release(): void {
    this.#isWanted = true;
    this.#wanted.resolve();
    this.#wanted = Promise.withResolvers();
  }

  /** Kills it; its lives have this in their environment from now on, besides what they always have. */
  restartWith(env: Record<string, string>): void {
    this.#extraEnv = env;
    this.kill("SIGKILL");
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.release();
    this.#child?.kill("SIGCONT");
    this.#child?.kill("SIGKILL");
    await this.#keeping;
    this.#log?.end();
  }

  async #keep(first: RunningProcess): Promise<void> {
    let child = first;
    for (;;) {
      const end = await child.exited;
      this.#child = undefined;
      const lastLines = [...child.stdout, ...child.stderr].slice(-20);
      this.lives.push({ name: this.name, ...end, lastLines });
      this.#log?.write([...child.stdout, ...child.stderr, JSON.stringify(end), ""].join("\n"));
      await delay(RESTART_MS);
      while (!this.#isWanted) await this.#wanted.promise;
      if (this.#isClosed) return;
      child = await this.#spawn();
      // One that is killed before it is ready is started again like any other.
      this.#untilReady(child).catch(() => undefined);
    }
  }

  async #untilReady(child: RunningProcess): Promise<void> {
    await child.waitForLine(this.#program.readyLine, { timeoutMs: READY_MS });
    this.#ready = child;
  }

  async #spawn(): Promise<RunningProcess> {
    const { script, nodeArgs, env } = this.#program;
    const child = await startProcess({
      args: [...nodeArgs, join(ROOT, script)],
      env: { ...env, ...this.#extraEnv },
      cwd: ROOT,
    });
    this.#child = child;
    return child;
  }
}
