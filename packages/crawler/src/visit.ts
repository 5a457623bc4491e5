import type { Outcome } from "@sitemap-scanner/contracts";
import { setTimeout as sleep } from "node:timers/promises";
import type { RobotsReading } from "./read-robots.ts";
import type { Search } from "./search.ts";

/** Nothing came back: neither a status nor a refusal to go on. */
const SILENCE = new Set<Outcome>(["dns_error", "tls_error", "connection_error", "timeout"]);
/** Requests in a row that nothing comes back from before an origin is left alone. */
const MAX_SILENT_IN_A_ROW = 3;

/**
 * The search of one origin, after its robots.txt: keeps to what that asks for, and sees when the
 * origin has gone silent.
 */
export class Visit {
  readonly search: Search;
  readonly origin: string;
  readonly robots: RobotsReading;
  #silentInARow = 0;

  constructor(search: Search, origin: string, robots: RobotsReading) {
    this.search = search;
    this.origin = origin;
    this.robots = robots;
  }

  /** Whether asking for more is of no use. */
  get isOver(): boolean {
    return this.#silentInARow >= MAX_SILENT_IN_A_ROW;
  }

  /** Whether a URL that nobody named may be asked for; if not, that is noted. */
  mayGuess(url: string): boolean {
    if (this.robots.isAllowed(url)) return true;
    this.search.note(url, "forbidden", "disallowed by robots.txt");
    return false;
  }

  /** Waits as long as robots.txt asks for between two requests. To be called before each. */
  async takeTurn(): Promise<void> {
    const { signal } = this.search;
    signal?.throwIfAborted();
    const delayMs = this.robots.crawlDelayMs ?? 0;
    if (delayMs > 0) await sleep(delayMs, undefined, { signal });
  }

  /** Notes what came back from a request. */
  note(url: string, outcome: Outcome, note: string): void {
    this.search.note(url, outcome, note);
    this.#silentInARow = SILENCE.has(outcome) ? this.#silentInARow + 1 : 0;
    if (!this.isOver) return;
    this.search.note(`${this.origin}/`, outcome, "left alone: it has stopped answering");
  }
}
