import type { BoundedText } from "./bounded-text.ts";
import type { RawEntry } from "./entries.ts";
import type { FeedElement } from "./feed-names.ts";
import type { Attributes } from "./xml-tokenizer.ts";

/** An address as written, and what it is relative to. */
interface Link {
  text: string;
  base: string | null;
}

/** The relation of a link to its entry by its full name is the same one (RFC 4287, 4.2.7.2). */
const ALTERNATE = /^(?:https?:\/\/www\.iana\.org\/assignments\/relation\/)?alternate$/i;
const HTML = /html/i;

/**
 * Gathers what one item says and chooses its page: of RSS the `link`, else a `guid` that is a
 * permalink, else the `atom:link`; of Atom the link that is `alternate` or says no `rel`.
 */
export class FeedItem {
  /** The text of its link was longer than is kept. */
  linkTooLong = false;
  #link: Link | null = null;
  #guid: Link | null = null;
  #alternate: Link | null = null;
  /** The alternate is no page of HTML; another one may be. */
  #alternateIsOther = false;
  #guidIsPermalink = false;
  #base: string | null = null;
  #updated: string | null = null;
  #published: string | null = null;

  open(field: FeedElement, attributes: Attributes, base: string | null): void {
    this.#base = base;
    if (field === "link") this.#noteHref(attributes);
    if (field === "guid")
      this.#guidIsPermalink = attributes["ispermalink"]?.trim().toLowerCase() !== "false";
  }

  /** Of two that say something the first counts. */
  close(field: FeedElement, text: BoundedText): void {
    const { value } = text;
    if (value.trim() === "") return;
    const link = { text: value, base: this.#base };
    if (field === "link") {
      this.linkTooLong ||= this.#link === null && text.overflowed;
      this.#link ??= link;
    } else if (field === "guid") {
      if (this.#guidIsPermalink && /^\s*https?:\/\//i.test(value)) this.#guid ??= link;
    } else if (field === "updated") this.#updated ??= value;
    else if (field === "published") this.#published ??= value;
  }

  reading(): Pick<RawEntry, "loc" | "base" | "lastmod"> {
    const link = this.#link ?? this.#guid ?? this.#alternate;
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
