import { splitName } from "./namespaces.ts";
import type { Attributes } from "./xml-tokenizer.ts";

/** So many without a sound one are no accident. */
const ENOUGH = 100;

/**
 * Entries of a namespace that is not that of sitemaps. Beside sound entries they mean something
 * else, and are passed over; a file that has no others means them. Until that is known they wait.
 */
export class ForeignEntries {
  #waiting: (() => void)[] = [];
  #fate: "unknown" | "passed-over" | "meant" = "unknown";
  /** What the elements of the current entry begin with, and the namespace it declares. */
  #prefix: string | null = null;
  #uri: string | undefined;

  /**
   * @param mayBegin whether an entry may stand here
   * @returns the local name of an element that is one of a foreign entry, null for any other
   */
  nameOf(name: string, attributes: Attributes, mayBegin: boolean): string | null {
    if (this.#fate === "passed-over") return null;
    const { prefix, local } = splitName(name);
    const uri = attributes[prefix === "" ? "xmlns" : `xmlns:${prefix}`];
    if (mayBegin && (local === "url" || local === "sitemap")) {
      this.#prefix = prefix;
      this.#uri = uri;
      return local;
    }
    return prefix === this.#prefix && (uri === undefined || uri === this.#uri) ? local : null;
  }

  /** There is a sound entry. */
  passOver(): void {
    if (this.#fate !== "unknown") return;
    this.#fate = "passed-over";
    this.#waiting = [];
  }

  /** @param give hands the entry out */
  add(give: () => void): void {
    this.#prefix = null;
    if (this.#fate === "meant") give();
    else if (this.#waiting.push(give) === ENOUGH) this.finish();
  }

  /** No sound entry will come. */
  finish(): void {
    if (this.#waiting.length > 0) this.#fate = "meant";
    for (const give of this.#waiting.splice(0)) give();
  }
}
