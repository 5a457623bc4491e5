import type { Attributes } from "./xml-tokenizer.ts";

/** The namespace of sitemaps in its versions and misspellings; not `…/sitemap-image/1.1`. */
const SITEMAP_NAMESPACE = /\/schemas\/sitemap(?:\/|$)/i;
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
  readonly #ownPrefixes: Set<string>;
  readonly #ownUri: string | null;

  constructor(rootName: string, attributes: Attributes) {
    const { prefix } = splitName(rootName);
    this.#ownPrefixes = new Set(["", prefix]);
    this.#ownUri = attributes[prefix === "" ? "xmlns" : `xmlns:${prefix}`] ?? null;
    this.#declare(attributes);
  }

  /** @returns the local name of an element of the sitemap's own vocabulary, null for a foreign one */
  ownName(name: string, attributes: Attributes): string | null {
    this.#declare(attributes);
    const { prefix, local } = splitName(name);
    if (prefix !== "") return this.#ownPrefixes.has(prefix) ? local : null;
    const uri = attributes["xmlns"];
    return uri === undefined || this.#isOwn(uri) ? local : null;
  }

  #declare(attributes: Attributes): void {
    for (const name in attributes) {
      if (!name.startsWith("xmlns:") || this.#ownPrefixes.size >= MAX_PREFIXES) continue;
      if (this.#isOwn(attributes[name] ?? "")) this.#ownPrefixes.add(name.slice(6));
    }
  }

  #isOwn(uri: string): boolean {
    return uri === "" || uri === this.#ownUri || SITEMAP_NAMESPACE.test(uri);
  }
}

export function splitName(name: string): SplitName {
  const colon = name.indexOf(":");
  return colon < 0
    ? { prefix: "", local: name }
    : { prefix: name.slice(0, colon), local: name.slice(colon + 1) };
}
