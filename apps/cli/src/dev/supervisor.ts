import { sanitize } from "../output/sanitize.ts";
import { type Child, type ChildSpec, startChild } from "./child-process.ts";
import { tailOf } from "./log-file.ts";

/** This many ends within the window, and the process is given up. */
const MOST_ENDS = 3;
const WINDOW_MS = 60_000;
const FIRST_PAUSE_MS = 500;
const LAST_LINES = 15;

export interface SupervisorOptions {
  /** Tells people that the process ended and what its log says. */
  say: (line: string) => void;
  /** It runs, for the first time or anew. */
  onStart: (pid: number) => void;
  /** It ended too often, and is not started again. */
  onGivenUp: (reason: string) => void;
}

/** Keeps a process running: each unexpected end is told and followed by a new start. */
export class Supervisor {
  readonly #spec: ChildSpec;
  readonly #options: SupervisorOptions;
  readonly #ends: number[] = [];
  #child: Child;
  #pause: NodeJS.Timeout | undefined;
  #stopping = false;

  constructor(spec: ChildSpec, options: SupervisorOptions) {
    this.#spec = spec;
    this.#options = options;
    this.#child = this.#start();
  }

  get pid(): number {
    return this.#child.pid;
  }

  /** See `Child.stop`. */
  async stop(graceMs: number, hurry: AbortSignal): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#pause);
    await this.#child.stop(graceMs, hurry);
  }

  #start(): Child {
    const child = startChild(this.#spec);
    this.#options.onStart(child.pid);
    void child.ended.then((how) => this.#onEnd(how));
    return child;
  }

  #onEnd(how: string): void {
    if (this.#stopping) return;
    const { name, logFile } = this.#spec;
    this.#options.say(`The ${name} ended by itself (${how}). The end of ${logFile}:`);
    for (const line of tailOf(logFile, LAST_LINES)) this.#options.say(`  ${sanitize(line)}`);
    const now = performance.now();
    this.#ends.push(now);
    const recent = this.#ends.filter((end) => now - end < WINDOW_MS).length;
    if (recent >= MOST_ENDS) {
      this.#stopping = true;
      this.#options.onGivenUp(`the ${name} ended ${recent} times within a minute`);
      return;
    }
    const pauseMs = FIRST_PAUSE_MS * 2 ** (recent - 1);
    this.#options.say(`It is started again in ${pauseMs} ms.`);
    this.#pause = setTimeout(() => {
      this.#child = this.#start();
    }, pauseMs);
  }
}
