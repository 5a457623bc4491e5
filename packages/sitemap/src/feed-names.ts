import { splitName } from "./namespaces.ts";
import type { Attributes } from "./xml-tokenizer.ts";

/** What an element of a feed says, as far as it matters here. */
export type FeedElement =
  "item" | "title" | "description" | "link" | "guid" | "updated" | "published";

const OWN_ELEMENTS: ReadonlyMap<string, FeedElement> = new Map([
  ["item", "item"],
  ["entry", "item"],
  ["title", "title"],
  ["description", "description"],
  ["link", "link"],
  ["guid", "guid"],
  ["pubdate", "published"],
  ["updated", "updated"],
  ["modified", "updated"],
  ["published", "published"],
  ["issued", "published"],
  ["created", "published"],
]);
const FEED_NAMESPACE = /(?:www\.w3\.org\/2005|purl\.org)\/atom|purl\.org\/rss|\/rss\d?\/?$/i;
const DUBLIN_CORE = /purl\.org\/dc\/(?:elements|terms)/i;
/** No document declares more; a hostile one could go on. */
const MAX_PREFIXES = 64;

/**
 * Tells the elements of RSS and Atom from those of the many extensions that call theirs `link` or
 * `item` too. The usual prefixes need not be declared.
 */
export class FeedNames {
  /** It says so by its root, or by a namespace. */
  isFeed = false;
  readonly #own: Set<string>;
  readonly #dublinCore = new Set(["dc", "dcterms"]);
  #rootUri: string | null = null;

  constructor() {
    this.#own = new Set(["", "atom", "rss"]);
  }

  /** Begins with the root element, whose namespace is that of the feed, whatever it is. */
  setRoot(name: string, attributes: Attributes): void {
    const { prefix, local } = splitName(name);
    this.#own.add(prefix);
    this.#rootUri = attributes["xmlns"] ?? null;
    this.isFeed = local === "rss" || FEED_NAMESPACE.test(this.#rootUri ?? "");
    this.declare(attributes);
  }

  /** Notes the prefixes that an element declares. */
  declare(attributes: Attributes): void {
    for (const name in attributes) {
      if (!name.startsWith("xmlns:")) continue;
      const uri = attributes[name] ?? "";
      if (FEED_NAMESPACE.test(uri)) this.isFeed = true;
      const known = FEED_NAMESPACE.test(uri)
        ? this.#own
        : DUBLIN_CORE.test(uri)
          ? this.#dublinCore
          : null;
      if (known !== null && known.size < MAX_PREFIXES) known.add(name.slice(6));
    }
  }

  /** @returns null for an element that says nothing of interest */
  elementOf(name: string, attributes: Attributes): FeedElement | null {
    const { prefix, local } = splitName(name);
    if (prefix === "" && !this.#isOwnUri(attributes["xmlns"])) return null;
    if (this.#own.has(prefix)) return OWN_ELEMENTS.get(local) ?? null;
    return local === "date" && this.#dublinCore.has(prefix) ? "published" : null;
  }

  #isOwnUri(uri: string | undefined): boolean {
    return uri === undefined || uri === "" || uri === this.#rootUri || FEED_NAMESPACE.test(uri);
  }
}
