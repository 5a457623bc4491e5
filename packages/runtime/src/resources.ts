import type { Logger } from "./logger.ts";

type Close = () => unknown;

/** What a process has opened, and how each is closed. */
export class Resources {
  readonly #open: { name: string; close: Close }[] = [];
  readonly #logger: Logger;
  #closing: string | null = null;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Remembers how to close what was just opened; the last one opened is closed first. */
  own(name: string, close: Close): void {
    this.#open.push({ name, close });
  }

  /** What is being closed at the moment. */
  get closing(): string | null {
    return this.#closing;
  }

  /** Closes everything, one after the other. Answers whether all of them closed without an error. */
  async closeAll(): Promise<boolean> {
    let clean = true;
    for (let next = this.#open.pop(); next; next = this.#open.pop()) {
      this.#closing = next.name;
      try {
        await next.close();
      } catch (error) {
        clean = false;
        this.#logger.error("resource not closed", { resource: next.name, error });
      }
    }
    this.#closing = null;
    return clean;
  }
}
