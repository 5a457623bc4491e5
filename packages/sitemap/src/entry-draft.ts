import type { BoundedText } from "./bounded-text.ts";
import { rawEntry, type Entry, type EntryCollector, type RawEntry } from "./entries.ts";

/** The elements of an entry whose text is read. */
export type Field = "loc" | "lastmod" | "changefreq" | "priority";

const BLANK = /^\s*$/;
const HTTP = /^\s*https?:\/\//i;

/** An entry of which more is still to come. */
export class EntryDraft {
  readonly #raw: RawEntry;
  /** A loc of it was longer than is kept. */
  #locTooLong = false;
  #mereText: string | null = null;

  constructor(type: Entry["type"]) {
    this.#raw = rawEntry(type);
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

  addTo(entries: EntryCollector, extensions: Record<string, unknown> | null): void {
    const raw = this.#raw;
    if (this.#locTooLong) return entries.reject("loc_too_long", raw.loc);
    raw.loc ??= this.#mereText;
    raw.extensions = extensions;
    entries.add(raw);
  }
}
