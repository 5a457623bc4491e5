import sax from "sax";
import { ampersandRun, judgeable, nextDoubt, textRun, type Doubt } from "./doubtful-markup.ts";
import { characterOf, ENTITIES } from "./entities.ts";
import { LimitExceededError, type ReadLimits } from "./limits.ts";
import { cdataInside, COMMENT, DECLARATION, scriptOf, type Section } from "./raw-sections.ts";

export type Attributes = Readonly<Record<string, string>>;

/** What a document is made of, in its order. Names are in lower case, with their prefix. */
export interface MarkupHandler {
  /** @param depth of the element, 1 for one inside nothing */
  open(name: string, attributes: Attributes, depth: number): void;
  /** @param depth of the element that is closed, by its own tag or by that of one around it */
  close(depth: number): void;
  /** A piece of text or CDATA, or the program that was to write one; a text may come in many. */
  text(piece: string): void;
}

// oxlint-disable no-unused-vars -- declarations for another module
declare module "sax" {
  /** What sax has but its types leave out. */
  const STATE: Record<
    | "TEXT"
    | "ATTRIB_NAME"
    | "ATTRIB_NAME_SAW_WHITE"
    | "ATTRIB_VALUE_QUOTED"
    | "ATTRIB_VALUE_UNQUOTED",
    number
  >;
  const ENTITIES: Record<string, string>;
  interface SAXParser {
    state: number;
    attribValue: string;
    tags: Tag[];
  }
}

// oxlint-enable no-unused-vars

const { STATE } = sax;
/** An element around the whole document: sax then takes text before and after the root as text. */
const WRAPPER = "<_document_>";
/** Elements that are too deep, before there is one that is not: a text has fewer that nobody closed. */
const MAX_TOO_DEEP = 10_000;
/** sax makes text of a closing tag that closes nothing. All other `<` of a text are passed by it. */
const STRAY_CLOSER = /<\/[^<>]*>/g;

/**
 * Splits XML, also the kind that is none, into tags and text with sax, and guards it: each limit
 * ends the reading. Where sax would err (see doubtful-markup.ts) it is passed by.
 *
 * NOTE: sax checks its buffers once a `write`, so what it refuses depends on how the text is cut.
 * The caller cuts it at fixed places. sax must keep its position tracking: that check hangs on it.
 */
export class XmlTokenizer {
  readonly #handler: MarkupHandler;
  readonly #limits: ReadLimits;
  readonly #sax: sax.SAXParser;
  #attributeCount = 0;
  #tooDeep = 0;
  #section: Section | null = null;
  /** Of the section that is not text, so far. */
  #skipped = 0;
  #lastCdata = { name: "", section: cdataInside("") };
  #carry = "";

  constructor(handler: MarkupHandler, limits: ReadLimits) {
    this.#handler = handler;
    this.#limits = limits;
    const options = { lowercase: true, noscript: true };
    this.#sax = new sax.SAXParser(false, options);
    this.#sax.ENTITIES = ENTITIES;
    this.#sax.write(WRAPPER);
    // Nameless from now on: nothing in a document can close it.
    this.#sax.tags = [{ name: "", attributes: {}, isSelfClosing: false }];
    this.#listen();
  }

  /** @throws LimitExceededError */
  write(text: string): void {
    const all = this.#carry + text;
    this.#carry = all.slice(this.#write(all, judgeable(all)));
  }

  /** @throws LimitExceededError */
  end(): void {
    this.#write(this.#carry, this.#carry.length);
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
      handler.open(name, attributes, this.#bounded(parser.tags.length - 1));
    };
    parser.onclosetag = () => handler.close(parser.tags.length);
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- sax has no such thing
    parser.ontext = (piece) =>
      handler.text(piece.includes("</") ? piece.replace(STRAY_CLOSER, "") : piece);
    parser.onprocessinginstruction = ({ name, body }) => {
      if (writesText(name, body)) handler.text(`<?${name} ${body}?>`);
    };
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- sax has no such thing
    parser.onerror = () => {
      throw this.#markupTooLong();
    };
  }

  /**
   * What is too deep is rather what nobody closed: it stands beside the deepest element that may be,
   * not inside of it.
   *
   * @returns the depth of the element being opened
   */
  #bounded(depth: number): number {
    const { maxDepth } = this.#limits;
    if (depth < maxDepth) this.#tooDeep = 0;
    if (depth <= maxDepth) return depth;
    if (++this.#tooDeep > MAX_TOO_DEEP)
      throw new LimitExceededError("maxDepth", `Elements are over ${maxDepth} deep`);
    this.#handler.close(maxDepth);
    this.forgetOpenFrom(maxDepth);
    return maxDepth;
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

  /**
   * Reads up to `end`, and sees what follows it.
   *
   * @returns how much was read: more, or less when it may be the beginning of a section's end
   */
  #write(text: string, end: number): number {
    const judged = text.slice(0, end);
    let written = this.#section === null ? 0 : this.#readSection(this.#section, text, 0);
    let doubt = nextDoubt(text, written);
    while (doubt !== null && doubt.at < end && this.#section === null) {
      this.#feed(text.slice(written, doubt.at));
      written = doubt.at + this.#takeDoubtful(doubt, text, judged);
      doubt = nextDoubt(text, Math.max(written, doubt.at + 1));
    }
    if (this.#section !== null) return written;
    this.#feed(judged.slice(written));
    this.#checkMarkup();
    return Math.max(written, end);
  }

  /** Passes sax by where it would err. @returns the length of what needs no more reading */
  #takeDoubtful(doubt: Doubt, text: string, judged: string): number {
    const { state } = this.#sax;
    if (state === STATE.TEXT) return this.#takeInText(doubt, text, judged);
    if (doubt.kind === "ampersand") {
      if (state === STATE.ATTRIB_VALUE_QUOTED || state === STATE.ATTRIB_VALUE_UNQUOTED)
        return this.#takeAmpersands(ampersandRun(judged, doubt.at));
    } else if (doubt.kind === "open-quote") {
      if (state === STATE.ATTRIB_NAME || state === STATE.ATTRIB_NAME_SAW_WHITE)
        return this.#closeQuote(doubt.text);
    }
    return 0;
  }

  #takeInText({ kind, at, text: matched }: Doubt, text: string, judged: string): number {
    switch (kind) {
      case "ampersand":
      case "bracket":
        return this.#passText(textRun(judged, at));
      case "reference":
        this.#passText(characterOf(matched));
        return matched.length;
      case "cdata":
        this.#sax.flush();
        return this.#beginSection(this.#cdata(), text, at + matched.length) - at;
      case "declaration":
        this.#sax.flush();
        return this.#beginSection(DECLARATION, text, at + 1) - at;
      case "comment":
        this.#sax.flush();
        return this.#beginSection(COMMENT, text, at + 2) - at;
      case "script":
        this.#sax.flush();
        return this.#beginSection(scriptOf(matched), text, at + matched.length) - at;
      case "open-tag":
        this.#feed(`${matched}>`);
        return matched.length;
      default:
        return 0;
    }
  }

  #passText(text: string): number {
    this.#sax.flush();
    this.#handler.text(text);
    return text.length;
  }

  #takeAmpersands(run: string): number {
    this.#sax.attribValue += run;
    // Or the check of its buffers would miss them.
    this.#sax.position += run.length;
    return run.length;
  }

  /** The value ends where its tag does. */
  #closeQuote(attribute: string): number {
    const value = attribute.slice(0, attribute.indexOf(">"));
    this.#feed(value + value.trimStart().slice(1).trimStart().charAt(0));
    return value.length;
  }

  #cdata(): Section {
    const name = this.#sax.tags.at(-1)?.name ?? "";
    if (name !== this.#lastCdata.name) this.#lastCdata = { name, section: cdataInside(name) };
    return this.#lastCdata.section;
  }

  #beginSection(section: Section, text: string, from: number): number {
    this.#section = section;
    this.#skipped = 0;
    return this.#readSection(section, text, from);
  }

  /** @returns where to read on */
  #readSection(section: Section, text: string, from: number): number {
    section.end.lastIndex = from;
    const end = section.end.exec(text);
    const stop = end?.index ?? Math.max(text.length - section.hold, from);
    if (section.holds === "text" && stop > from) this.#handler.text(text.slice(from, stop));
    else if (section.holds === "markup") this.#skip(stop - from);
    if (end === null) return stop;
    this.#section = null;
    return stop + end[0].length;
  }

  #skip(characters: number): void {
    this.#skipped += characters;
    if (this.#skipped > this.#limits.maxMarkup) throw this.#markupTooLong();
  }

  #feed(text: string): void {
    if (text !== "") this.#sax.write(text);
  }

  #checkMarkup(): void {
    const parser = this.#sax;
    if (parser.state === STATE.TEXT) return;
    if (parser.position - parser.startTagPosition > this.#limits.maxMarkup)
      throw this.#markupTooLong();
  }

  #markupTooLong(): LimitExceededError {
    const message = `A tag, comment or DOCTYPE is over ${this.#limits.maxMarkup} characters`;
    return new LimitExceededError("maxMarkup", message);
  }
}

/** Is this instruction a program that was not run, in the place of what it would have written? */
function writesText(name: string, body: string): boolean {
  return name.startsWith("=") || (/^php$/i.test(name) && /\b(?:echo|print)\b/i.test(body));
}
