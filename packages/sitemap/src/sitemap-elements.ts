import { BoundedText } from "./bounded-text.ts";
import type { Entry, EntryCollector } from "./entries.ts";
import { EntryDraft, type Field } from "./entry-draft.ts";
import { ExtensionCollector, isExtension } from "./extensions.ts";
import { ForeignEntries } from "./foreign-entries.ts";
import { holdsNothing, marksText } from "./html-marks.ts";
import type { ReadLimits } from "./limits.ts";
import { Namespaces, splitName } from "./namespaces.ts";
import type { Attributes, MarkupHandler, XmlTokenizer } from "./xml-tokenizer.ts";

/** Indentation between tags, which is most of the text of a sitemap. */
const BLANK = /^\s*$/;
/** What can't stand inside of an entry. */
const NEVER_INSIDE = new Set(["url", "sitemap", "urlset", "sitemapindex"]);

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
  readonly #foreign = new ForeignEntries();
  /** What a `<loc>` outside of any entry lists. */
  readonly #listed: Entry["type"];
  /** Begun at a root: otherwise a `<url>` may be that of any document, and only a loc shows it. */
  readonly #hasRoot: boolean;
  readonly #text: BoundedText;
  /** Depth of the innermost root: entries stand right below it. 0 without a root. */
  #rootDepth = 0;
  #entry: EntryDraft | null = null;
  #entryDepth = 0;
  #field: Field | null = null;
  #fieldDepth = 0;
  /** Of the open element that holds nothing; 0 when there is none. */
  #voidDepth = 0;
  #holdsOther = false;

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
    const { local } = splitName(root.name);
    this.#listed = local.startsWith("sitemap") ? "sitemap" : "page";
    this.#hasRoot = local === "urlset" || local === "sitemapindex";
    this.#text = new BoundedText(limits.maxTextLength);
  }

  get isInEntry(): boolean {
    return this.#entry !== null;
  }

  /** A root has text in it, or elements that are none of sitemaps, where entries should stand. */
  get holdsOther(): boolean {
    return this.#hasRoot && this.#holdsOther;
  }

  open(name: string, attributes: Attributes, depth: number): void {
    if (this.#voidDepth > 0 && depth === this.#voidDepth + 1) {
      this.#tokenizer.forgetOpenFrom(this.#voidDepth);
      this.#openAt(this.#voidDepth, name, attributes);
    } else {
      this.#openAt(depth, name, attributes);
    }
  }

  close(depth: number): void {
    if (depth <= this.#voidDepth) this.#voidDepth = 0;
    if (this.#extensions.active) this.#extensions.close(depth);
    else if (this.#field !== null && depth <= this.#fieldDepth) this.#finishField();
    if (this.#entry !== null && depth === this.#entryDepth) this.#finishEntry();
    if (depth > this.#rootDepth) return;
    this.#rootDepth = depth - 1;
    if (this.#rootDepth === 0) this.end();
  }

  /** Nothing more will come: gives what waits for it. An entry that is open is cut off. */
  end(): void {
    this.#foreign.finish();
  }

  text(piece: string): void {
    if (this.#extensions.active) this.#extensions.text(piece);
    else if (this.#field !== null) this.#text.append(piece);
    else if (this.#entry === null) this.#holdsOther ||= !BLANK.test(piece);
    else if (this.#entry.awaitsLoc && !BLANK.test(piece)) this.#text.append(piece);
  }

  #openAt(depth: number, name: string, attributes: Attributes): void {
    this.#voidDepth = 0;
    const sound = this.#namespaces.ownName(name, attributes) ?? this.#adopted(name);
    if (this.#extensions.active) {
      const isOver = sound !== null && NEVER_INSIDE.has(sound) && this.#extensions.endsAtEntry;
      if (!isOver) return this.#extensions.open(name, attributes);
      this.#extensions.finish();
    }
    const own = sound ?? this.#foreign.nameOf(name, attributes, this.#entry?.isForeign !== false);
    switch (own) {
      case "url":
        return this.#openEntry("page", depth, sound === null);
      case "sitemap":
        return this.#openEntry("sitemap", depth, sound === null);
      case "loc":
        return this.#openLoc(depth);
      case "lastmod":
      case "changefreq":
      case "priority":
        return this.#openField(own, depth);
      case "urlset":
      case "sitemapindex":
        return this.#openRoot(depth);
      default:
        return this.#openOther({ name, own, attributes, depth });
    }
  }

  /** An entry under a prefix that nobody declared makes it one of sitemaps. */
  #adopted(name: string): string | null {
    if (this.#entry !== null || this.#extensions.active) return null;
    const { prefix, local } = splitName(name);
    const isEntry = local === "url" || local === "sitemap";
    return isEntry && prefix !== "" && this.#namespaces.adopt(prefix) ? local : null;
  }

  /** One that stands in another takes the place of what was open there. */
  #openRoot(depth: number): void {
    this.#finishEntry();
    this.#rootDepth = this.#place(depth, Math.min(depth, 2));
  }

  #openEntry(type: Entry["type"], depth: number, isForeign: boolean): void {
    if (this.#locIsBlank()) return;
    const at = this.#placeOfEntry(depth);
    this.#finishField();
    const entry = new EntryDraft(type, isForeign);
    if (this.#entry !== null && entry.mayStandFor(this.#entry)) this.#extensions.clear();
    else this.#finishEntry();
    this.#beginEntry(entry, this.#place(depth, at));
  }

  #openLoc(depth: number): void {
    if (this.#locIsBlank()) return;
    if (this.#entry === null) {
      const at = this.#place(depth, this.#placeOfEntry(depth));
      this.#beginEntry(new EntryDraft(this.#listed, false), at);
      return this.#beginField("loc", at);
    }
    this.#beginField("loc", this.#place(depth, Math.min(depth, this.#entryDepth + 1)));
  }

  /** Of an entry that begins: what was not closed between it and the root is no part of anything. */
  #placeOfEntry(depth: number): number {
    return this.#entry === null ? Math.min(depth, this.#rootDepth + 1) : this.#entryDepth;
  }

  /** Ends what is open round an element that can stand in none of it. @returns its depth */
  #place(depth: number, at: number): number {
    if (at < depth) this.#tokenizer.forgetOpenFrom(at);
    return at;
  }

  #openField(field: Field, depth: number): void {
    if (this.#entry === null) return;
    this.#finishField();
    this.#beginField(field, depth);
  }

  #openOther(element: {
    name: string;
    own: string | null;
    attributes: Attributes;
    depth: number;
  }): void {
    const { name, own, attributes, depth } = element;
    const { local } = splitName(name);
    const isUnknown = own !== null && !isExtension(local);
    if (own !== null && this.#entry === null) this.#holdsOther = true;
    // Inside of <loc> such a tag only wraps its text.
    if (isUnknown && this.#field === "loc" && (this.#locIsBlank() || marksText(local))) return;
    if (!this.#locIsBlank()) this.#finishField();
    if (holdsNothing(local) && (own !== null || isExtension(local))) {
      if (this.#entry !== null) this.#extensions.addEmpty(name, attributes);
      this.#voidDepth = depth;
    } else if (this.#entry !== null || !isUnknown) {
      this.#extensions.begin(this.#entry !== null, name, attributes, depth);
    }
  }

  /** `<loc>` is open and says nothing yet: `<loc><url>…</url></loc>` is seen in the wild. */
  #locIsBlank(): boolean {
    return this.#field === "loc" && BLANK.test(this.#text.value);
  }

  #beginEntry(entry: EntryDraft, depth: number): void {
    if (!entry.isForeign) this.#foreign.passOver();
    this.#entry = entry;
    this.#entryDepth = depth;
    this.#text.clear();
  }

  #beginField(field: Field, depth: number): void {
    this.#finishField();
    this.#field = field;
    this.#fieldDepth = depth;
  }

  /** Ends a field, or a text outside of any. */
  #finishField(): void {
    const field = this.#field;
    this.#field = null;
    if (this.#text.value === "") return;
    if (field === "loc") this.#divideEntry();
    if (field !== null) this.#entry?.set(field, this.#text);
    else if (this.#hasRoot) this.#entry?.setMereText(this.#text);
    this.#text.clear();
  }

  /** A second <loc> that says something is a second entry; the element round them is that of both. */
  #divideEntry(): void {
    const entry = this.#entry;
    if (entry?.hasLoc !== true || BLANK.test(this.#text.value)) return;
    this.#add(entry);
    this.#entry = new EntryDraft(entry.type, entry.isForeign);
  }

  #finishEntry(): void {
    this.#finishField();
    const entry = this.#entry;
    this.#entry = null;
    if (entry !== null) this.#add(entry);
  }

  #add(entry: EntryDraft): void {
    if (!this.#hasRoot && entry.saysNothing) return this.#extensions.clear();
    if (this.#extensions.dropped > 0) this.#entries.warn("extension_too_large");
    const extensions = this.#extensions.take();
    if (entry.isForeign) this.#foreign.add(() => entry.addTo(this.#entries, extensions));
    else entry.addTo(this.#entries, extensions);
  }
}
