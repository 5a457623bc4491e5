import { BoundedText } from "./bounded-text.ts";
import { rawEntry, type EntryCollector, type RawEntry } from "./entries.ts";
import type { ReadLimits } from "./limits.ts";
import { splitName } from "./namespaces.ts";
import type { Attributes, MarkupHandler } from "./xml-tokenizer.ts";

/** Which text an element of an item holds. */
type Role = "link" | "guid" | "updated" | "published";

const ROLES: ReadonlyMap<string, Role> = new Map([
  ["link", "link"],
  ["guid", "guid"],
  ["pubdate", "published"],
  ["dc:date", "published"],
  ["updated", "updated"],
  ["modified", "updated"],
  ["published", "published"],
  ["issued", "published"],
]);

/**
 * Reads the pages of a feed: of an RSS item its `link`, else a `guid` that is a permalink, else its
 * `atom:link`; of an Atom entry the link that is `alternate` or says no `rel`.
 */
export class FeedElements implements MarkupHandler {
  readonly #entries: EntryCollector;
  readonly #text: BoundedText;
  #item: RawEntry | null = null;
  #itemDepth = 0;
  #role: Role | null = null;
  #guid: string | null = null;
  #guidIsUrl = false;
  #href: string | null = null;

  constructor(entries: EntryCollector, limits: ReadLimits) {
    this.#entries = entries;
    this.#text = new BoundedText(limits.maxTextLength);
  }

  open(name: string, attributes: Attributes, depth: number): void {
    const { local } = splitName(name);
    if (this.#item === null) {
      if (local === "item" || local === "entry") this.#beginItem(depth);
      return;
    }
    if (depth !== this.#itemDepth + 1) return;
    this.#text.clear();
    this.#role = ROLES.get(name) ?? (name.startsWith("atom:") ? ROLES.get(local) : null) ?? null;
    if (this.#role === "guid")
      this.#guidIsUrl = attributes["ispermalink"]?.toLowerCase() !== "false";
    if (local === "link") this.#noteHref(attributes);
  }

  close(depth: number): void {
    if (this.#item === null) return;
    if (depth === this.#itemDepth + 1) this.#finishField(this.#item);
    if (depth === this.#itemDepth) this.#finishItem(this.#item);
  }

  text(piece: string): void {
    if (this.#role !== null) this.#text.append(piece);
  }

  #beginItem(depth: number): void {
    this.#item = rawEntry("page");
    this.#itemDepth = depth;
    this.#guid = null;
    this.#href = null;
  }

  #noteHref(attributes: Attributes): void {
    const rel = attributes["rel"]?.toLowerCase() ?? "alternate";
    if (rel === "alternate") this.#href ??= attributes["href"] ?? null;
  }

  #finishField(item: RawEntry): void {
    const text = this.#text.value;
    const role = text.trim() === "" || this.#text.overflowed ? null : this.#role;
    if (role === "link") item.loc ??= text;
    else if (role === "updated") item.lastmod = text;
    else if (role === "published") item.lastmod ??= text;
    else if (role === "guid" && this.#guidIsUrl && /^\s*https?:\/\//i.test(text)) this.#guid = text;
    this.#role = null;
  }

  #finishItem(item: RawEntry): void {
    item.loc ??= this.#guid ?? this.#href;
    this.#item = null;
    this.#entries.add(item);
  }
}
