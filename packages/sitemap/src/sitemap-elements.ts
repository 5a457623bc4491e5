import { BoundedText } from "./bounded-text.ts";
import { rawEntry, type Entry, type EntryCollector, type RawEntry } from "./entries.ts";
import { ExtensionCollector } from "./extensions.ts";
import type { ReadLimits } from "./limits.ts";
import { Namespaces } from "./namespaces.ts";
import type { Attributes, MarkupHandler, XmlTokenizer } from "./xml-tokenizer.ts";

type Field = "loc" | "lastmod" | "changefreq" | "priority";

/** Indentation between tags, which is most of the text of a sitemap. */
const BLANK = /^\s*$/;

/**
 * Reads `<urlset>` and `<sitemapindex>`, which differ in nothing but the entries one expects in
 * them: a `<url>` is a page and a `<sitemap>` a sitemap wherever it stands. Tags that were not
 * closed are repaired: what must begin ends what can't go on.
 */
export class SitemapElements implements MarkupHandler {
  readonly #tokenizer: XmlTokenizer;
  readonly #entries: EntryCollector;
  readonly #namespaces: Namespaces;
  readonly #extensions: ExtensionCollector;
  /** What a `<loc>` outside of any entry lists. */
  readonly #listed: Entry["type"];
  readonly #text: BoundedText;
  #entry: RawEntry | null = null;
  #entryDepth = 0;
  /** The loc of the entry was longer than is kept. */
  #locTooLong = false;
  #field: Field | null = null;
  #fieldDepth = 0;

  /** Begins at the root element, or at an entry that has none. */
  constructor(
    root: { name: string; attributes: Attributes },
    tokenizer: XmlTokenizer,
    entries: EntryCollector,
    limits: ReadLimits,
  ) {
    this.#tokenizer = tokenizer;
    this.#entries = entries;
    this.#namespaces = new Namespaces(root.name, root.attributes);
    this.#extensions = new ExtensionCollector(limits.maxTextLength);
    this.#listed = /sitemap(?:index)?$/.test(root.name) ? "sitemap" : "page";
    this.#text = new BoundedText(limits.maxTextLength);
  }

  open(name: string, attributes: Attributes, depth: number): void {
    if (this.#extensions.active) return this.#extensions.open(name, attributes, depth);
    const local = this.#namespaces.ownName(name, attributes);
    switch (local) {
      case "url":
      case "sitemap":
        return this.#openEntry(local === "url" ? "page" : "sitemap", depth);
      case "loc":
        return this.#openLoc(depth);
      case "lastmod":
      case "changefreq":
      case "priority":
        return this.#openField(local, depth);
      case "urlset":
      case "sitemapindex":
        return this.#finishEntry();
      default:
        // Any other tag inside <loc> only wraps its text.
        if (local === null || !this.#awaitsLoc()) this.#openOther(name, attributes, depth);
    }
  }

  close(depth: number): void {
    if (this.#extensions.active) this.#extensions.close(depth);
    else if (this.#field !== null && depth <= this.#fieldDepth) this.#finishField();
    if (this.#entry !== null && depth === this.#entryDepth) this.#finishEntry();
  }

  text(piece: string): void {
    if (this.#extensions.active) this.#extensions.text(piece);
    else if (this.#field !== null) this.#text.append(piece);
    else if (this.#entry?.loc === null && !BLANK.test(piece)) this.#text.append(piece);
  }

  #openEntry(type: Entry["type"], depth: number): void {
    if (this.#awaitsLoc()) return;
    let at = depth;
    if (this.#entry !== null) {
      at = this.#entryDepth;
      this.#finishEntry();
      this.#tokenizer.forgetOpenFrom(at);
    }
    this.#beginEntry(type, at);
  }

  #openLoc(depth: number): void {
    if (this.#awaitsLoc()) return;
    const entry = this.#entry;
    if (entry === null) {
      this.#beginEntry(this.#listed, depth);
      return this.#beginField("loc", depth);
    }
    this.#finishField();
    if (entry.loc === null) return this.#beginField("loc", depth);
    // A second <loc> is a second entry; the element around them stays open for both.
    this.#finishEntry();
    this.#beginEntry(entry.type, this.#entryDepth);
    const inside = Math.min(depth, this.#entryDepth + 1);
    if (inside < depth) this.#tokenizer.forgetOpenFrom(inside);
    this.#beginField("loc", inside);
  }

  #openField(field: Field, depth: number): void {
    if (this.#entry === null) return;
    this.#finishField();
    this.#beginField(field, depth);
  }

  #openOther(name: string, attributes: Attributes, depth: number): void {
    if (this.#field !== "loc") this.#finishField();
    this.#extensions.begin(this.#entry, name, attributes, depth);
  }

  /** `<loc>` is open and says nothing yet: `<loc><url>…</url></loc>` is seen in the wild. */
  #awaitsLoc(): boolean {
    return this.#field === "loc" && BLANK.test(this.#text.value);
  }

  #beginEntry(type: Entry["type"], depth: number): void {
    this.#entry = rawEntry(type);
    this.#entryDepth = depth;
    this.#locTooLong = false;
    this.#text.clear();
  }

  #beginField(field: Field, depth: number): void {
    this.#field = field;
    this.#fieldDepth = depth;
    this.#text.clear();
  }

  /** Of two that say something the first counts. */
  #finishField(): void {
    const field = this.#field;
    this.#field = null;
    if (field === null || this.#entry === null) return;
    const text = this.#text.value;
    if (!BLANK.test(text)) this.#entry[field] ??= text;
    if (field === "loc" && this.#text.overflowed) this.#locTooLong = true;
    this.#text.clear();
  }

  #finishEntry(): void {
    this.#finishField();
    const entry = this.#entry;
    this.#entry = null;
    if (entry === null) return;
    // A URL that stands in the entry without a <loc> round it is still a URL.
    if (entry.loc === null && /^\s*https?:\/\//i.test(this.#text.value))
      entry.loc = this.#text.value;
    if (this.#extensions.dropped > 0) this.#entries.warn("extension_too_large");
    entry.extensions = this.#extensions.take();
    if (this.#locTooLong) this.#entries.reject("loc_too_long");
    else this.#entries.add(entry);
    this.#text.clear();
  }
}
