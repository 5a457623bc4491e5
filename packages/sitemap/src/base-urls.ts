import type { Attributes } from "./xml-tokenizer.ts";
import { normalizeUrl } from "./url.ts";

/** Keeps track of `xml:base`, which moves the base of all URLs inside of its element. */
export class BaseUrls {
  readonly #stack: { depth: number; url: string }[] = [];

  /** The base of the element entered last; null for that of the file. */
  get current(): string | null {
    return this.#stack.at(-1)?.url ?? null;
  }

  /**
   * To be called for each element opened. One whose base is no URL changes nothing.
   *
   * @param fileUrl what the outermost base is resolved against
   */
  enter(attributes: Attributes, depth: number, fileUrl: string): void {
    while ((this.#stack.at(-1)?.depth ?? 0) >= depth) this.#stack.pop();
    const written = attributes["xml:base"];
    if (written === undefined) return;
    const base = normalizeUrl(written, this.current ?? fileUrl);
    if ("url" in base) this.#stack.push({ depth, url: base.url });
  }
}
