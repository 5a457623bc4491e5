import { EventEmitter } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { watchLoggedLine } from "./logged-secrets.ts";

const LAST_LINES = 20;

/** The lines of a process, kept, and waited for. */
export class ProcessOutput {
  readonly stdout: string[] = [];
  readonly stderr: string[] = [];
  readonly #title: string;
  readonly #arrivals = new EventEmitter().setMaxListeners(0);
  #ended = false;

  /** `title` names the process in errors. */
  constructor(title: string) {
    this.#title = title;
  }

  read(stream: Readable, into: "stdout" | "stderr"): void {
    createInterface({ input: stream }).on("line", (line) => {
      this[into].push(line);
      watchLoggedLine(line);
      this.#arrivals.emit("line", line);
    });
  }

  /** No more lines will come: whoever waits for one is told so. */
  end(): void {
    this.#ended = true;
    this.#arrivals.emit("end");
  }

  /** The first line that matches, past or to come. */
  waitForLine(pattern: RegExp, timeoutMs: number): Promise<RegExpExecArray> {
    const { promise, resolve, reject } = Promise.withResolvers<RegExpExecArray>();
    const onLine = (line: string) => {
      const match = new RegExp(pattern, pattern.flags.replace(/[gy]/g, "")).exec(line);
      if (match) resolve(match);
    };
    const fail = (reason: string) => reject(new Error(this.#describe(pattern, reason)));
    const onEnd = () => fail("it ended");
    const timer = setTimeout(() => fail(`not within ${timeoutMs} ms`), timeoutMs);
    this.#arrivals.on("line", onLine).on("end", onEnd);
    for (const line of [...this.stdout, ...this.stderr]) onLine(line);
    if (this.#ended) onEnd();
    return promise.finally(() => {
      clearTimeout(timer);
      this.#arrivals.off("line", onLine).off("end", onEnd);
    });
  }

  #describe(pattern: RegExp, reason: string): string {
    const last = [...this.stdout.slice(-LAST_LINES), ...this.stderr.slice(-LAST_LINES)];
    return `Cannot see ${pattern} in the output of "${this.#title}": ${reason}\n${last.join("\n")}`;
  }
}
