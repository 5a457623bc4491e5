import type { BoundedText } from "./bounded-text.ts";
import { rawEntry, type Entry, type EntryCollector, type RawEntry } from "./entries.ts";

/** The elements of an entry whose text is read. */
export type Field = "loc" | "lastmod" | "changefreq" | "priority";

const BLANK = /^\s*$/;
const HTTP = /^\s*https?:\/\//i;

/** An entry of which more is still to come. */
export class EntryDraft {
  /** It is not of the namespace of sitemaps. */
  readonly isForeign: boolean;
  readonly #raw: RawEntry;
  /** A loc of it was longer than is kept. */
  #locTooLong = false;
  #mereText: string | null = null;
  #outer: EntryDraft | null = null;

  constructor(type: Entry["type"], isForeign: boolean) {
    this.#raw = rawEntry(type);
    this.isForeign = isForeign;
  }

  get type(): Entry["type"] {
    return this.#raw.type;
  }

  get hasLoc(): boolean {
    return this.#raw.loc !== null;
  }

  /** A URL that stood in it as mere text would count. */
  get awaitsLoc(): boolean {
    return this.#raw.loc === null && this.#mereText === null;
  }

  /** No loc, not even one that is too long. */
  get saysNothing(): boolean {
    return this.awaitsLoc && !this.#locTooLong;
  }

  /** Of two texts that say something the first counts. */
  set(field: Field, text: BoundedText): void {
    if (!BLANK.test(text.value)) this.#raw[field] ??= text.value;
    if (field === "loc" && text.overflowed) this.#locTooLong = true;
  }

  /** A URL that stands in the entry without a `<loc>` round it is still a URL. */
  setMereText(text: BoundedText): void {
    if (HTTP.test(text.value) && !text.overflowed) this.#mereText ??= text.value;
  }

  /**
   * Takes the place of the entry round it, if that is a `<sitemap>` without loc: `<url>` is written
   * for `<loc>`, unless it turns out to have a loc of its own.
   */
  mayStandFor(outer: EntryDraft): boolean {
    if (this.type !== "page" || outer.type !== "sitemap" || !outer.saysNothing) return false;
    this.#outer = outer;
    return true;
  }

  addTo(entries: EntryCollector, extensions: Record<string, unknown> | null): void {
    const raw = this.#raw;
    if (this.#outer !== null) this.#settle(this.#outer, entries);
    if (this.#locTooLong) return entries.reject("loc_too_long", raw.loc);
    raw.loc ??= this.#mereText;
    raw.extensions = extensions;
    entries.add(raw);
  }

  #settle(outer: EntryDraft, entries: EntryCollector): void {
    if (this.awaitsLoc || this.hasLoc || this.#locTooLong) return outer.addTo(entries, null);
    this.#raw.type = outer.type;
    this.#raw.lastmod ??= outer.#raw.lastmod;
  }
}
