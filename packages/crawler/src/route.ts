import { relateHost } from "@sitemap-scanner/sitemap";
import type { FindSitemapsInput, SearchPosition } from "./discovery.ts";
import { originsOf } from "./origins.ts";

/** Which origins of a site are searched, each once, and in which order. */
export class Route {
  readonly #planned: readonly string[];
  #waiting: SearchPosition[];
  readonly #searched = new Set<string>();

  constructor({ domain, scheme, from }: FindSitemapsInput) {
    this.#planned = originsOf(domain, scheme);
    if (!from) {
      this.#waiting = this.#planned.map(atItsBeginning);
      return;
    }
    // An origin that is not planned was led to by one that is: those were all searched before it.
    const at = this.#planned.indexOf(from.origin);
    const later = at < 0 ? [] : this.#planned.slice(at + 1);
    const earlier = at < 0 ? this.#planned : this.#planned.slice(0, at);
    this.#waiting = [from, ...later.map(atItsBeginning)];
    for (const origin of earlier) this.#searched.add(origin);
  }

  /** The next position; from now on its origin counts as searched. */
  take(): SearchPosition | undefined {
    const position = this.#waiting.shift();
    if (position) this.#searched.add(position.origin);
    return position;
  }

  /** What `take()` will give. */
  peek(): SearchPosition | null {
    return this.#waiting[0] ?? null;
  }

  /** The first of the origins that was searched before `origin`. */
  findSearched(origin: string, ledTo: readonly string[]): string | undefined {
    return ledTo.find((other) => other !== origin && this.#searched.has(other));
  }

  /** Whether no origin was searched before the one that was taken last. */
  get isAtFirst(): boolean {
    return this.#searched.size <= 1;
  }

  /** What is asked of the origin at hand is answered by this one, which needs no search of its own. */
  noteAlias(other: string): void {
    this.#searched.add(other);
    this.#waiting = this.#waiting.filter((position) => position.origin !== other);
  }

  /**
   * `origin` leads to `other`: if that is another name of the same site it is searched too, last.
   * NOTE: only planned origins lead on, or a site could lead from name to name for ever.
   */
  noteLead(origin: string, other: string): void {
    const isKnown = this.#planned.includes(other) || this.#searched.has(other);
    const isWaiting = this.#waiting.some((position) => position.origin === other);
    if (isKnown || isWaiting || !this.#planned.includes(origin)) return;
    if (isSameSite(origin, other)) this.#waiting.push(atItsBeginning(other));
  }
}

function isSameSite(origin: string, other: string): boolean {
  return relateHost(`${other}/`, new URL(origin).host) !== "foreign";
}

function atItsBeginning(origin: string): SearchPosition {
  return { origin, step: "robots" };
}
