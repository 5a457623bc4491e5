import sax from "sax";
import { bareRecord } from "./bare-record.ts";
import { LimitExceededError, type ReadLimits } from "./limits.ts";

export type Attributes = Readonly<Record<string, string>>;

/** What a document is made of, in its order. Names are in lower case, with their prefix. */
export interface MarkupHandler {
  /** @param depth of the element, 1 for one inside nothing */
  open(name: string, attributes: Attributes, depth: number): void;
  /** @param depth of the element that is closed, by its own tag or by that of one around it */
  close(depth: number): void;
  /** A piece of text or CDATA; a text may come in many. */
  text(piece: string): void;
}

// oxlint-disable no-unused-vars -- declarations for another module
declare module "sax" {
  /** What sax has but its types leave out. */
  const STATE: Record<"TEXT" | "CDATA" | "ATTRIB_VALUE_QUOTED" | "ATTRIB_VALUE_UNQUOTED", number>;
  const ENTITIES: Record<string, string>;
  interface SAXParser {
    state: number;
    attribValue: string;
    tags: Tag[];
  }
}

// oxlint-enable no-unused-vars

const { STATE } = sax;
/** `&constructor;` is no entity. */
const ENTITIES = Object.assign(bareRecord<string>(), sax.ENTITIES);

/** A `&` is judged by what follows, at most this far: `&thetasym;`, `&#x10FFFF;`. */
const REFERENCE_MAX = 40;
const LONE_AMPERSAND = "&(?!(?:#\\d{1,8}|#x[\\da-f]{1,8}|[a-z][a-z\\d]{0,31});)";
const LONE_BRACKET = "<(?![a-z_:/!?\\u0080-\\uffff])";
/**
 * What sax would read as markup though it is text: a `&` that begins no reference (it swallows the
 * next character, be it the `<` of a tag or the quote that ends an attribute) and `< b`.
 */
const DOUBTFUL = new RegExp(`${LONE_AMPERSAND}|${LONE_BRACKET}`, "gi");
/** All that follows and is text, if text is what the first of it is. */
const TEXT_RUN = new RegExp(`(?:[^&<]|${LONE_AMPERSAND}|${LONE_BRACKET})+`, "iy");
const AMPERSANDS = new RegExp(`(?:${LONE_AMPERSAND})+`, "iy");
/** An element around the whole document: sax then takes text before and after the root as text. */
const WRAPPER = "<_document_>";

/**
 * Splits XML, also the kind that is none, into tags and text with sax, and guards it: each limit
 * ends the reading.
 *
 * NOTE: sax checks its buffers once a `write`, so what it refuses depends on how the text is cut.
 * The caller cuts it at fixed places. sax must keep its position tracking: that check hangs on it.
 */
export class XmlTokenizer {
  readonly #handler: MarkupHandler;
  readonly #limits: ReadLimits;
  readonly #sax: sax.SAXParser;
  #attributeCount = 0;
  #carry = "";

  constructor(handler: MarkupHandler, limits: ReadLimits) {
    this.#handler = handler;
    this.#limits = limits;
    const options = { lowercase: true, noscript: true };
    this.#sax = new sax.SAXParser(false, options);
    this.#sax.ENTITIES = ENTITIES;
    this.#sax.write(WRAPPER);
    this.#listen();
  }

  /** @throws LimitExceededError */
  write(text: string): void {
    const all = this.#carry + text;
    // What may not be judged before more is seen begins with one of these.
    const tail = Math.max(all.length - REFERENCE_MAX, 0);
    const held = all.slice(tail).search(/[&<]/);
    const end = held < 0 ? all.length : tail + held;
    this.#carry = all.slice(end);
    this.#write(all.slice(0, end));
  }

  /** @throws LimitExceededError */
  end(): void {
    this.#write(this.#carry);
    this.#sax.flush();
  }

  /**
   * To be called while an element is opened: forgets that the elements at `depth` and below it are
   * still open, all but the one being opened, which then stands at `depth`. They get no `close`.
   */
  forgetOpenFrom(depth: number): void {
    const { tags } = this.#sax;
    tags.splice(depth, tags.length - 1 - depth);
  }

  #listen(): void {
    const parser = this.#sax;
    const handler = this.#handler;
    parser.onopentagstart = () => {
      this.#attributeCount = 0;
    };
    parser.onattribute = ({ name }) => this.#onAttribute(name);
    parser.onopentag = ({ name, attributes }: sax.Tag) => {
      const depth = parser.tags.length - 1;
      if (depth > this.#limits.maxDepth)
        throw new LimitExceededError("maxDepth", `Elements are over ${this.#limits.maxDepth} deep`);
      handler.open(name, attributes, depth);
    };
    parser.onclosetag = () => handler.close(parser.tags.length);
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- sax has no such thing
    parser.ontext = (piece) => handler.text(piece);
    parser.oncdata = (piece) => handler.text(piece);
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- sax has no such thing
    parser.onerror = () => {
      throw this.#markupTooLong();
    };
  }

  #onAttribute(name: string): void {
    // sax asks this very object, and would call what a document put there.
    if (name === "hasOwnProperty") delete this.#sax.tag.attributes[name];
    if (++this.#attributeCount > this.#limits.maxAttributes)
      throw new LimitExceededError(
        "maxAttributes",
        `A tag has over ${this.#limits.maxAttributes} attributes`,
      );
  }

  #write(text: string): void {
    let written = 0;
    DOUBTFUL.lastIndex = 0;
    for (let found = DOUBTFUL.exec(text); found; found = DOUBTFUL.exec(text)) {
      this.#feed(text.slice(written, found.index));
      written = found.index + this.#takeDoubtful(text, found.index);
      DOUBTFUL.lastIndex = Math.max(written, found.index + 1);
    }
    this.#feed(written === 0 ? text : text.slice(written));
    this.#checkMarkup();
  }

  /** Passes sax by where it would err. @returns the length of what needs no more reading */
  #takeDoubtful(text: string, at: number): number {
    const parser = this.#sax;
    const { state } = parser;
    if (state === STATE.TEXT) {
      const run = matchAt(TEXT_RUN, text, at);
      parser.flush();
      this.#handler.text(run);
      return run.length;
    }
    if (state === STATE.ATTRIB_VALUE_QUOTED || state === STATE.ATTRIB_VALUE_UNQUOTED) {
      const run = matchAt(AMPERSANDS, text, at);
      parser.attribValue += run;
      // Or the check of its buffers would miss them.
      parser.position += run.length;
      return run.length;
    }
    return 0;
  }

  #feed(text: string): void {
    if (text !== "") this.#sax.write(text);
  }

  #checkMarkup(): void {
    const parser = this.#sax;
    if (parser.state === STATE.TEXT || parser.state === STATE.CDATA) return;
    if (parser.position - parser.startTagPosition > this.#limits.maxMarkup)
      throw this.#markupTooLong();
  }

  #markupTooLong(): LimitExceededError {
    const message = `A tag, comment or DOCTYPE is over ${this.#limits.maxMarkup} characters`;
    return new LimitExceededError("maxMarkup", message);
  }
}

function matchAt(sticky: RegExp, text: string, at: number): string {
  sticky.lastIndex = at;
  return sticky.exec(text)?.[0] ?? "";
}
