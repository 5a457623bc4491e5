import { BaseUrls } from "./base-urls.ts";
import { BoundedText } from "./bounded-text.ts";
import { rawEntry, type EntryCollector } from "./entries.ts";
import { FeedItem, type Field } from "./feed-item.ts";
import { FeedNames } from "./feed-names.ts";
import type { ReadLimits } from "./limits.ts";
import type { Attributes, MarkupHandler, XmlTokenizer } from "./xml-tokenizer.ts";

/** One that is deeper has something round it that was not closed, and needs room below it. */
const ITEM_DEPTH = 24;

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
  /** Of the element that items stand in: the root, or `<channel>`. */
  #listDepth = 1;
  #holdsOther = false;
  #item: FeedItem | null = null;
  #itemDepth = 0;
  #field: Field | null = null;
  #fieldDepth = 0;
  /** Of the open description; a link in it stands behind one that was not closed, if anything. */
  #descriptionDepth = 0;
  #depth = 0;
  /** Of the element whose text is that of the field: an element round all of it only wraps it. */
  #textDepth = 0;

  constructor(entries: EntryCollector, limits: ReadLimits, tokenizer: XmlTokenizer) {
    this.#entries = entries;
    this.#tokenizer = tokenizer;
    this.#text = new BoundedText(limits.maxTextLength);
  }

  /** No other kind of document that has a root of that name. */
  get isFeed(): boolean {
    return this.#names.isFeed;
  }

  get isInItem(): boolean {
    return this.#item !== null;
  }

  /** Text stands where items should. */
  get holdsOther(): boolean {
    return this.#holdsOther;
  }

  open(name: string, attributes: Attributes, depth: number): void {
    this.#depth = depth;
    if (this.#rooted) this.#names.declare(attributes);
    else this.#names.setRoot(name, attributes);
    this.#rooted = true;
    if (name === "channel") this.#listDepth = depth;
    if (this.#field === "stray") this.#finishField();
    const element = this.#names.elementOf(name, attributes);
    if (element === "item") return this.#openItem(attributes, depth);
    this.#bases.enter(attributes, depth, this.#entries.base);
    // Behind an element that stands in the middle of a text, nothing is glued to its beginning.
    if (this.#field !== null) this.#textDepth = this.#text.value.trim() === "" ? depth : 0;
    if (this.#item === null || element === null) return;
    if (element === "description") this.#openDescription(depth);
    else if (this.#field !== null) this.#openField(element, attributes, this.#endField());
    else if (depth === this.#itemDepth + 1) this.#openField(element, attributes, depth);
    else if (element === "link" && this.#descriptionDepth > 0)
      this.#openField("stray", attributes, depth);
  }

  close(depth: number): void {
    this.#depth = depth - 1;
    if (depth <= this.#descriptionDepth) this.#descriptionDepth = 0;
    if (this.#field !== null && depth <= this.#fieldDepth) this.#closeField();
    if (this.#item !== null && depth <= this.#itemDepth) this.#finishItem();
  }

  text(piece: string): void {
    if (this.#field !== null && this.#depth === this.#textDepth) this.#text.append(piece);
    else if (this.#item === null && this.#depth === this.#listDepth)
      this.#holdsOther ||= piece.trim() !== "";
  }

  #openItem(attributes: Attributes, depth: number): void {
    const at = this.#item === null ? Math.min(depth, ITEM_DEPTH) : this.#itemDepth;
    if (at < depth) this.#tokenizer.forgetOpenFrom(at);
    this.#finishItem();
    this.#bases.enter(attributes, at, this.#entries.base);
    this.#item = new FeedItem();
    this.#names.isFeed = true;
    this.#descriptionDepth = 0;
    this.#itemDepth = at;
    this.#depth = at;
  }

  #openDescription(depth: number): void {
    if (this.#field === null && depth === this.#itemDepth + 1) this.#descriptionDepth = depth;
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

  /** HTML has no text in a link: what it makes of RSS has it behind the tag. */
  #closeField(): void {
    const isVoid = this.#field === "link" && this.#text.value.trim() === "";
    this.#finishField();
    if (!isVoid || this.#depth !== this.#itemDepth) return;
    this.#field = "stray";
    this.#fieldDepth = this.#itemDepth;
    this.#textDepth = this.#itemDepth;
    this.#text.clear();
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
