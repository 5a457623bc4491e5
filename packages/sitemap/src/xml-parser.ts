import type { EntryCollector } from "./entries.ts";
import { FeedElements } from "./feed-elements.ts";
import { LimitExceededError, type ReadLimits } from "./limits.ts";
import { splitName } from "./namespaces.ts";
import type { ReadReport, SitemapKind, Troubles } from "./report.ts";
import { SitemapElements } from "./sitemap-elements.ts";
import { XmlTokenizer, type Attributes, type MarkupHandler } from "./xml-tokenizer.ts";

/** Roots, and what a file is that begins with one. `url` and `sitemap` are entries without a root. */
const ROOTS: ReadonlyMap<string, SitemapKind> = new Map([
  ["urlset", "urlset"],
  ["sitemapindex", "index"],
  ["url", "unknown"],
  ["sitemap", "unknown"],
  ["rss", "rss"],
  ["rdf", "rss"],
  ["feed", "atom"],
]);
/** Elements before the root, such as those of the table that a PHP error makes. */
const MAX_STRANGERS = 2_000;

/**
 * Reads XML into entries: finds the root, also behind rubbish, gives what is inside to the reader of
 * its kind, and goes on looking for the next root behind it. Eats text; knows no streams.
 */
export class XmlParser implements MarkupHandler {
  readonly #tokenizer: XmlTokenizer;
  readonly #entries: EntryCollector;
  readonly #report: ReadReport;
  readonly #troubles: Troubles;
  readonly #limits: ReadLimits;
  #inside: MarkupHandler | null = null;
  #rootDepth = 0;
  #strangers = 0;

  constructor(entries: EntryCollector, report: ReadReport, troubles: Troubles, limits: ReadLimits) {
    this.#entries = entries;
    this.#report = report;
    this.#troubles = troubles;
    this.#limits = limits;
    this.#tokenizer = new XmlTokenizer(this, limits);
  }

  /** @returns false when there is nothing to be read in what follows */
  write(text: string): boolean {
    return this.#guarded(() => this.#tokenizer.write(text));
  }

  end(): void {
    const sound = this.#guarded(() => this.#tokenizer.end());
    if (sound && this.#inside !== null)
      this.#troubles.damage ??= "The file ends before its root element does";
  }

  open(name: string, attributes: Attributes, depth: number): void {
    if (this.#inside !== null) return this.#inside.open(name, attributes, depth);
    this.#inside = this.#enter(name, attributes);
    this.#inside?.open(name, attributes, this.#rootDepth);
  }

  close(depth: number): void {
    this.#inside?.close(depth);
    if (depth === this.#rootDepth) {
      this.#inside = null;
      this.#rootDepth = 0;
    }
  }

  text(piece: string): void {
    this.#inside?.text(piece);
  }

  /** @returns who reads what is inside of this element, null when it is no root */
  #enter(name: string, attributes: Attributes): MarkupHandler | null {
    const { local } = splitName(name);
    const kind = ROOTS.get(local);
    if (kind === undefined) {
      this.#passStranger(local);
      return null;
    }
    // What is still open round a root was never meant to be closed: <br>, <meta>.
    this.#tokenizer.forgetOpenFrom(1);
    this.#rootDepth = 1;
    if (this.#report.kind === "unknown") this.#report.kind = kind;
    return kind === "rss" || kind === "atom"
      ? new FeedElements(this.#entries, this.#limits, this.#tokenizer)
      : new SitemapElements({ name, attributes }, this.#tokenizer, this.#entries, this.#limits);
  }

  #passStranger(local: string): void {
    // Nobody counts on their being closed: they have no depth.
    this.#tokenizer.forgetOpenFrom(1);
    if (this.#report.kind !== "unknown") return;
    this.#strangers++;
    if (local === "html" || this.#strangers > MAX_STRANGERS) {
      this.#troubles.foreign ??=
        local === "html" ? "The file is an HTML page" : "No sitemap element was found in the file";
    }
  }

  #guarded(step: () => void): boolean {
    try {
      step();
    } catch (error) {
      if (!(error instanceof LimitExceededError)) throw error;
      this.#troubles.refused ??= error.message;
    }
    return this.#troubles.refused === null && this.#troubles.foreign === null;
  }
}
