import type { MarkupHandler, XmlTokenizer } from "./xml-tokenizer.ts";

const PARTS = new Set(["html", "head", "body"]);

/** Does this element begin a page of HTML, or a part of one? */
export function beginsPage(local: string): boolean {
  return PARTS.has(local);
}

/** Passes a page of HTML over: what stands in it, also the root of a sitemap, is only quoted. */
export class HtmlPage implements MarkupHandler {
  /** No entries should stand here. */
  readonly holdsOther = false;
  readonly #tokenizer: XmlTokenizer;

  constructor(tokenizer: XmlTokenizer) {
    this.#tokenizer = tokenizer;
  }

  open(): void {
    // HTML leaves much unclosed. Only the end of the page itself is of interest.
    this.#tokenizer.forgetOpenFrom(2);
  }

  close(): void {}

  text(): void {}
}
