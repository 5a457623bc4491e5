import { BaseUrls } from "./base-urls.ts";
import { BoundedText } from "./bounded-text.ts";
import { rawEntry, type EntryCollector } from "./entries.ts";
import { FeedItem } from "./feed-item.ts";
import { FeedNames, type FeedElement } from "./feed-names.ts";
import type { ReadLimits } from "./limits.ts";
import type { Attributes, MarkupHandler, XmlTokenizer } from "./xml-tokenizer.ts";

/** One that is deeper has something round it that was not closed, and needs room below it. */
const ITEM_DEPTH = 24;

type Field = Exclude<FeedElement, "item">;

/**
 * Reads the pages of a feed, RSS or Atom: one of each item. Tags that were not closed are repaired:
 * what must begin ends what can't go on.
 */
export class FeedElements implements MarkupHandler {
  readonly #entries: EntryCollector;
  readonly #tokenizer: XmlTokenizer;
  readonly #names = new FeedNames();
  readonly #bases = new BaseUrls();
  readonly #text: BoundedText;
  #rooted = false;
  #item: FeedItem | null = null;
  #itemDepth = 0;
  #field: Field | null = null;
  #fieldDepth = 0;
  #depth = 0;
  /** Of the element whose text is that of the field: an element round all of it only wraps it. */
  #textDepth = 0;

  constructor(entries: EntryCollector, limits: ReadLimits, tokenizer: XmlTokenizer) {
    this.#entries = entries;
    this.#tokenizer = tokenizer;
    this.#text = new BoundedText(limits.maxTextLength);
  }

  get isInItem(): boolean {
    return this.#item !== null;
  }

  open(name: string, attributes: Attributes, depth: number): void {
    this.#depth = depth;
    if (this.#rooted) this.#names.declare(attributes);
    else this.#names.setRoot(name, attributes);
    this.#rooted = true;
    const element = this.#names.elementOf(name, attributes);
    if (element === "item") return this.#openItem(attributes, depth);
    this.#bases.enter(attributes, depth, this.#entries.base);
    // Behind an element that stands in the middle of a text, nothing is glued to its beginning.
    if (this.#field !== null) this.#textDepth = this.#text.value.trim() === "" ? depth : 0;
    if (this.#item === null || element === null) return;
    if (this.#field !== null) this.#openField(element, attributes, this.#endField());
    else if (depth === this.#itemDepth + 1) this.#openField(element, attributes, depth);
  }

  close(depth: number): void {
    this.#depth = depth - 1;
    if (this.#field !== null && depth <= this.#fieldDepth) this.#finishField();
    if (this.#item !== null && depth <= this.#itemDepth) this.#finishItem();
  }

  text(piece: string): void {
    if (this.#field !== null && this.#depth === this.#textDepth) this.#text.append(piece);
  }

  #openItem(attributes: Attributes, depth: number): void {
    const at = this.#item === null ? Math.min(depth, ITEM_DEPTH) : this.#itemDepth;
    if (at < depth) this.#tokenizer.forgetOpenFrom(at);
    this.#finishItem();
    this.#bases.enter(attributes, at, this.#entries.base);
    this.#item = new FeedItem();
    this.#itemDepth = at;
    this.#depth = at;
  }

  #openField(field: Field, attributes: Attributes, depth: number): void {
    this.#field = field;
    this.#fieldDepth = depth;
    this.#textDepth = depth;
    this.#depth = depth;
    this.#text.clear();
    this.#item?.open(field, attributes, this.#bases.current);
  }

  /** A field holds text alone: one that begins inside of it is its neighbour. @returns its depth */
  #endField(): number {
    const depth = this.#fieldDepth;
    this.#tokenizer.forgetOpenFrom(depth);
    this.#finishField();
    return depth;
  }

  #finishField(): void {
    if (this.#field !== null) this.#item?.close(this.#field, this.#text);
    this.#field = null;
  }

  #finishItem(): void {
    this.#finishField();
    const item = this.#item;
    this.#item = null;
    if (item === null) return;
    const reading = item.reading();
    if (item.linkTooLong) this.#entries.reject("loc_too_long", reading.loc);
    else this.#entries.add({ ...rawEntry("page"), ...reading });
  }
}
