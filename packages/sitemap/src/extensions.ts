import { bareRecord } from "./bare-record.ts";
import { BoundedText } from "./bounded-text.ts";
import { cleanProse } from "./clean-text.ts";
import { splitName } from "./namespaces.ts";
import type { Attributes } from "./xml-tokenizer.ts";

/** The elements that are kept, and what they are called in the list of a page. */
const KEPT: ReadonlyMap<string, string> = new Map([
  ["image", "images"],
  ["video", "videos"],
  ["news", "news"],
  ["link", "alternates"],
  ["mobile", "mobile"],
  ["pagemap", "pagemaps"],
]);
/** Of one page: elements, and UTF-16 units of their texts. Google reads 1,000 images of a page. */
const MAX_NODES = 8_192;
const MAX_CHARACTERS = 262_144;

/** @param local name without its prefix */
export function isExtension(local: string): boolean {
  return KEPT.has(local);
}

type Value = string | Fields;
interface Fields {
  [name: string]: Value | Value[];
}

interface Node {
  name: string;
  fields: Fields | null;
  text: BoundedText;
}

/**
 * Keeps the extensions of a page as plain data. An element is its text; with attributes or children
 * it is an object of them, its own text under `text`; children of one name become an array. So a
 * page has `images: [{loc, title}]`, `videos`, `news`, `alternates: [{rel, hreflang, href}]`,
 * `mobile: [""]`, `pagemaps`. Everything else is passed over.
 */
export class ExtensionCollector {
  /** Elements left out of the current page for being too many or too long. */
  dropped = 0;
  readonly #maxText: number;
  #kept: Record<string, Value[]> | null = null;
  #open: Node[] = [];
  /** Depth of the outermost open element; 0 when none is open. */
  #depth = 0;
  #mayNameAnything = false;
  #nodes = 0;
  #characters = 0;

  constructor(maxText: number) {
    this.#maxText = maxText;
  }

  /** Inside of an extension, or of an unknown element? */
  get active(): boolean {
    return this.#depth > 0;
  }

  /**
   * Would the entry of a sitemap end it, as it can't stand inside? Not where a name without a prefix
   * may be a foreign one.
   */
  get endsAtEntry(): boolean {
    return !this.#mayNameAnything;
  }

  /**
   * Enters an element. What is unknown is passed over with its content.
   *
   * @param isKept false outside of any entry, where everything is passed over
   */
  begin(isKept: boolean, name: string, attributes: Attributes, depth: number): void {
    const { prefix, local } = splitName(name);
    this.#depth = depth;
    this.#mayNameAnything = prefix === "" || attributes["xmlns"] !== undefined;
    if (isKept && KEPT.has(local)) this.#push(name, attributes);
  }

  /** Keeps an element that holds nothing but attributes. */
  addEmpty(name: string, attributes: Attributes): void {
    if (!KEPT.has(splitName(name).local)) return;
    this.#push(name, attributes);
    this.finish();
  }

  open(name: string, attributes: Attributes): void {
    this.#mayNameAnything ||= attributes["xmlns"] !== undefined;
    if (this.#open.length > 0) this.#push(name, attributes);
  }

  text(piece: string): void {
    this.#open.at(-1)?.text.append(piece);
  }

  /** Ends every element that is open. */
  finish(): void {
    while (this.#open.length > 0) this.#finishNode();
    this.#depth = 0;
  }

  close(depth: number): void {
    if (depth <= this.#depth) this.finish();
    else this.#finishNode();
  }

  #finishNode(): void {
    const node = this.#open.pop();
    if (node === undefined) return;
    const value = this.#valueOf(node);
    const parent = this.#open.at(-1);
    if (value === null) return;
    if (parent) addField((parent.fields ??= bareRecord()), node.name, value);
    else this.#keep(node.name, value);
  }

  /** @returns what was kept since the last call, or null */
  take(): Record<string, unknown> | null {
    const kept = this.#kept;
    this.clear();
    return kept;
  }

  /** Forgets what was kept. */
  clear(): void {
    this.#kept = null;
    this.#open = [];
    this.#depth = 0;
    this.dropped = 0;
    this.#nodes = 0;
    this.#characters = 0;
  }

  #push(name: string, attributes: Attributes): void {
    const { local } = splitName(name);
    const node: Node = {
      name: cleanProse(local),
      fields: null,
      text: new BoundedText(this.#maxText),
    };
    for (const key in attributes) {
      if (!key.startsWith("xmlns"))
        addField((node.fields ??= bareRecord()), key, cleanProse(attributes[key] ?? ""));
    }
    this.#open.push(node);
  }

  #valueOf(node: Node): Value | null {
    const text = cleanProse(node.text.value);
    this.#nodes++;
    this.#characters += text.length;
    for (const key in node.fields) this.#characters += key.length;
    if (this.#nodes > MAX_NODES || this.#characters > MAX_CHARACTERS || node.text.overflowed) {
      this.dropped++;
      return null;
    }
    if (node.fields === null) return text;
    if (text !== "") addField(node.fields, "text", text);
    return node.fields;
  }

  #keep(name: string, value: Value): void {
    const list = KEPT.get(name);
    if (list === undefined) return;
    this.#kept ??= bareRecord();
    (this.#kept[list] ??= []).push(value);
  }
}

function addField(fields: Fields, name: string, value: Value): void {
  const before = fields[name];
  if (before === undefined) fields[name] = value;
  else if (Array.isArray(before)) before.push(value);
  else fields[name] = [before, value];
}
