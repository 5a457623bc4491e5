import type { EntryCollector } from "./entries.ts";
import { FeedElements } from "./feed-elements.ts";
import { beginsPage, HtmlPage } from "./html-page.ts";
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
/** UTF-16 units in front of the root, to the next block: those of the notices of PHP, for example. */
const MAX_PRELUDE = 1_048_576;
/** The same for a page of HTML that has not come to its end: nearly all are nothing else. */
const MAX_PAGE = 65_536;
const OTHER_DETAIL = "Something else stands where entries should";
const PAGE_DETAIL = "The file is an HTML page";

/** Reads what is inside of a root. */
interface RootReader extends MarkupHandler {
  /** Something else stands where entries should. */
  readonly holdsOther: boolean;
}

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
  #inside: RootReader | null = null;
  #rootDepth = 0;
  /** Length of what came before it was known what the file is. */
  #prelude = 0;
  #sawPage = false;
  #sawOther = false;
  #kindBefore: SitemapKind = "unknown";

  constructor(entries: EntryCollector, report: ReadReport, troubles: Troubles, limits: ReadLimits) {
    this.#entries = entries;
    this.#report = report;
    this.#troubles = troubles;
    this.#limits = limits;
    this.#tokenizer = new XmlTokenizer(this, limits);
  }

  /** @returns false when there is nothing to be read in what follows */
  write(text: string): boolean {
    this.#guard(() => this.#tokenizer.write(text));
    if (this.#report.kind === "unknown") this.#weighPrelude(text.length);
    return this.#troubles.refused === null && this.#troubles.foreign === null;
  }

  end(): void {
    this.#guard(() => this.#tokenizer.end());
    const isOpen = this.#inside !== null && !(this.#inside instanceof HtmlPage);
    if (this.#inside instanceof SitemapElements) this.#inside.end();
    this.#leave();
    if (this.#report.kind === "unknown" && this.#sawPage) this.#troubles.foreign ??= PAGE_DETAIL;
    if (isOpen && this.#troubles.refused === null)
      this.#troubles.damage ??= "The file ends before its root element does";
    // A generator that failed prints its error between the tags: that is no sitemap without pages.
    if (this.#sawOther && this.#report.entries === 0) this.#troubles.damage ??= OTHER_DETAIL;
  }

  open(name: string, attributes: Attributes, depth: number): void {
    if (this.#inside !== null) {
      if (!this.#endsInside(name)) return this.#inside.open(name, attributes, depth);
      this.#inside.close(this.#rootDepth);
      this.#leave();
      this.#troubles.damage ??= "A root element is not closed";
    }
    this.#inside = this.#enter(name, attributes);
    this.#inside?.open(name, attributes, this.#rootDepth);
  }

  close(depth: number): void {
    this.#inside?.close(depth);
    if (depth === this.#rootDepth) this.#leave();
  }

  text(piece: string): void {
    this.#inside?.text(piece);
  }

  /** @returns who reads what is inside of this element, null when it is no root */
  #enter(name: string, attributes: Attributes): RootReader | null {
    // What is still open out here was never meant to be closed: <br>, <meta>.
    this.#tokenizer.forgetOpenFrom(1);
    const { local } = splitName(name);
    const kind = ROOTS.get(local);
    if (kind === undefined && !beginsPage(local)) return null;
    this.#rootDepth = 1;
    if (kind === undefined) return this.#enterPage();
    this.#kindBefore = this.#report.kind;
    if (this.#report.kind === "unknown") this.#report.kind = kind;
    if (this.#sawPage) this.#troubles.damage ??= "A page of HTML stands beside the sitemap";
    return kind === "rss" || kind === "atom"
      ? new FeedElements(this.#entries, this.#limits, this.#tokenizer)
      : new SitemapElements({ name, attributes }, this.#tokenizer, this.#entries, this.#limits);
  }

  /** Does this root end the one that is open, which can't hold it? In an entry it is only spoken of. */
  #endsInside(name: string): boolean {
    const inside = this.#inside;
    if (inside instanceof SitemapElements) return name === "rss" && !inside.isInEntry;
    const isRoot = name === "urlset" || name === "sitemapindex";
    return isRoot && inside instanceof FeedElements && !inside.isInItem;
  }

  #leave(): void {
    const inside = this.#inside;
    if (inside?.holdsOther === true) this.#sawOther = true;
    if (inside instanceof FeedElements && !inside.isFeed) this.#report.kind = this.#kindBefore;
    this.#inside = null;
    this.#rootDepth = 0;
  }

  #enterPage(): RootReader {
    this.#sawPage = true;
    return new HtmlPage(this.#tokenizer);
  }

  #weighPrelude(length: number): void {
    this.#prelude += length;
    const limit = this.#inside instanceof HtmlPage ? MAX_PAGE : MAX_PRELUDE;
    if (this.#prelude > limit)
      this.#troubles.foreign ??= this.#sawPage
        ? PAGE_DETAIL
        : "No sitemap element was found in the file";
  }

  #guard(step: () => void): void {
    try {
      step();
    } catch (error) {
      if (!(error instanceof LimitExceededError)) throw error;
      this.#troubles.refused ??= error.message;
      if (this.#inside instanceof SitemapElements) this.#inside.end();
    }
  }
}
