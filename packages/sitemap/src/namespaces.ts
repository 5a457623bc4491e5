import type { Attributes } from "./xml-tokenizer.ts";

/** The namespace of sitemaps in its versions and misspellings; not `…/sitemap-image/1.1`. */
const SITEMAP_NAMESPACE = /\/schemas?\/sitemap(?:\/|$)/i;
/** Extensions, also where a document binds their prefix to the namespace of sitemaps. */
const EXTENSIONS = new Set(["image", "video", "news", "xhtml", "mobile"]);
/** No document declares more; a hostile one could go on. */
const MAX_PREFIXES = 64;

/** A name in two parts; `prefix` is empty when there is none. */
interface SplitName {
  prefix: string;
  local: string;
}

/**
 * Tells the elements of the vocabulary of sitemaps from foreign ones. Its namespace is the one of
 * the root, whatever that is; prefixes need not be declared.
 */
export class Namespaces {
  /** Prefix → whether it names the vocabulary of sitemaps; the empty one is that of no prefix. */
  readonly #prefixes = new Map<string, boolean>();
  readonly #ownUri: string | null;

  constructor(rootName: string, attributes: Attributes) {
    const { prefix } = splitName(rootName);
    this.#ownUri = attributes[prefix === "" ? "xmlns" : `xmlns:${prefix}`] ?? null;
    this.#prefixes.set("", prefix === "" || this.#isOwn("", attributes["xmlns"] ?? ""));
    this.#declare(attributes);
    this.#prefixes.set(prefix, true);
  }

  /** @returns the local name of an element of the sitemap's own vocabulary, null for a foreign one */
  ownName(name: string, attributes: Attributes): string | null {
    const { prefix, local } = splitName(name);
    const uri = attributes[prefix === "" ? "xmlns" : `xmlns:${prefix}`];
    this.#declare(attributes);
    const isOwn = uri === undefined ? this.#prefixes.get(prefix) : this.#isOwn(prefix, uri);
    return isOwn === true ? local : null;
  }

  /**
   * Takes a prefix that nobody declared for one of sitemaps, because an element that can be nothing
   * but an entry has it.
   *
   * @returns false for a prefix that is known to be another's
   */
  adopt(prefix: string): boolean {
    if (!this.#prefixes.has(prefix)) this.#note(prefix, true);
    return this.#prefixes.get(prefix) ?? false;
  }

  #declare(attributes: Attributes): void {
    for (const name in attributes) {
      if (!name.startsWith("xmlns:")) continue;
      // What an element binds anew is seen by `ownName` there, and means the old for the others.
      const prefix = name.slice(6);
      if (this.#prefixes.get(prefix) !== true)
        this.#note(prefix, this.#isOwn(prefix, attributes[name] ?? ""));
    }
  }

  #note(prefix: string, isOwn: boolean): void {
    if (this.#prefixes.has(prefix) || this.#prefixes.size < MAX_PREFIXES)
      this.#prefixes.set(prefix, isOwn);
  }

  #isOwn(prefix: string, uri: string): boolean {
    if (EXTENSIONS.has(prefix)) return false;
    return uri === "" || uri === this.#ownUri || SITEMAP_NAMESPACE.test(uri);
  }
}

export function splitName(name: string): SplitName {
  const colon = name.indexOf(":");
  return colon < 0
    ? { prefix: "", local: name }
    : { prefix: name.slice(0, colon), local: name.slice(colon + 1) };
}
