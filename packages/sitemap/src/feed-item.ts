import type { BoundedText } from "./bounded-text.ts";
import type { RawEntry } from "./entries.ts";
import type { FeedElement } from "./feed-names.ts";

/** What of an item is read. A stray text may be its link, for want of another. */
export type Field = Exclude<FeedElement, "item" | "description"> | "stray";
import type { Attributes } from "./xml-tokenizer.ts";

/** An address as written, and what it is relative to. */
interface Link {
  text: string;
  base: string | null;
}

/** The relation of a link to its entry by its full name is the same one (RFC 4287, 4.2.7.2). */
const ALTERNATE = /^(?:https?:\/\/www\.iana\.org\/assignments\/relation\/)?alternate$/i;
const HTML = /html/i;
const HTTP = /^\s*https?:\/\//i;
const NOTHING_BUT_URL = /^\s*https?:\/\/\S+\s*$/i;

/**
 * Gathers what one item says and chooses its page: of RSS the `link`, else a `guid` that is a
 * permalink, else the `atom:link`; of Atom the link that is `alternate` or says no `rel`. Of either,
 * else, a URL that stands where its link was meant to be.
 */
export class FeedItem {
  /** The text of its link was longer than is kept. */
  linkTooLong = false;
  #link: Link | null = null;
  #guid: Link | null = null;
  #alternate: Link | null = null;
  #stray: Link | null = null;
  /** The alternate is no page of HTML; another one may be. */
  #alternateIsOther = false;
  #guidIsPermalink = false;
  #base: string | null = null;
  #updated: string | null = null;
  #published: string | null = null;

  open(field: Field, attributes: Attributes, base: string | null): void {
    this.#base = base;
    if (field === "link") this.#noteHref(attributes);
    if (field === "guid")
      this.#guidIsPermalink = attributes["ispermalink"]?.trim().toLowerCase() !== "false";
  }

  /** Of two that say something the first counts. */
  close(field: Field, text: BoundedText): void {
    const { value } = text;
    if (value.trim() === "") return;
    const link = { text: value, base: this.#base };
    if (field === "link") {
      this.linkTooLong ||= this.#link === null && text.overflowed;
      // A title may speak of links: what follows the tag is none where there is a URL.
      if (this.#link === null || (HTTP.test(value) && !HTTP.test(this.#link.text)))
        this.#link = link;
    } else if (field === "guid") {
      if (this.#guidIsPermalink && HTTP.test(value)) this.#guid ??= link;
    } else if (field === "stray") {
      if (NOTHING_BUT_URL.test(value) && !text.overflowed) this.#stray ??= link;
    } else if (field === "updated") this.#updated ??= value;
    else if (field === "published") this.#published ??= value;
  }

  reading(): Pick<RawEntry, "loc" | "base" | "lastmod"> {
    const link = this.#link ?? this.#guid ?? this.#alternate ?? this.#stray;
    const lastmod = this.#updated ?? this.#published;
    return { loc: link?.text ?? null, base: link?.base ?? null, lastmod };
  }

  #noteHref({ href = "", rel = "alternate", type }: Attributes): void {
    if (href.trim() === "" || !ALTERNATE.test(rel.trim())) return;
    const isOther = type !== undefined && !HTML.test(type);
    if (this.#alternate !== null && (isOther || !this.#alternateIsOther)) return;
    this.#alternate = { text: href, base: this.#base };
    this.#alternateIsOther = isOther;
  }
}
