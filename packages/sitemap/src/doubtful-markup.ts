import { SCRIPT_TAG } from "./raw-sections.ts";

/** A `&` is judged by what follows, at most this far: `&thetasym;`, `&#x10FFFF;`. */
const REFERENCE_MAX = 40;
/** A tag or a quote that comes to no end within so much is none that was left open. */
const OPEN_MAX = 4_096;

const LONE_AMPERSAND = "&(?!(?:#\\d{1,8}|#x[\\da-f]{1,8}|[a-z][a-z\\d]{0,31});)";
/** References that sax does not know from what is not escaped, or leaves as they are. */
const REFERENCE = "&(?:lt|#\\d{1,8}|#x[\\da-f]{1,8});";
const NAME_START = "[a-z_:\\u0080-\\uffff]";
const LONE_BRACKET = "<(?![a-z_:/!?\\u0080-\\uffff])";
/**
 * One of XML, or one that sax reads in quadratic time, or in which it waits for a quote or `?>`. A
 * program in PHP is one long instruction.
 */
const DECLARATION =
  "<(?:\\?(?:xml|(?!php)[a-z][^<>]*>)|!(?:doctype[^<>[]*>|(?!--|doctype|\\[cdata\\[)))";
/** A tag in which the next begins. */
const OPEN_TAG = `</?${NAME_START}[^<>]*(?=<)`;
/** An attribute whose value has come past the end of its tag to the next one. */
const OPEN_QUOTE = `=\\s*(?:"[^"<>]*>[^"<]*|'[^'<>]*>[^'<]*)(?=<)`;

const DOUBTFUL = new RegExp(
  [
    LONE_AMPERSAND,
    REFERENCE,
    LONE_BRACKET,
    "<!\\[cdata\\[",
    "<!--",
    SCRIPT_TAG,
    DECLARATION,
    OPEN_TAG,
    OPEN_QUOTE,
  ].join("|"),
  "gi",
);
/** A quote of which is not yet to be seen where it ends. */
const UNENDED_QUOTE = /=\s*(?:"[^"<]*|'[^'<]*)?$/;
const TEXT_RUN = new RegExp(`(?:[^&<]|${LONE_AMPERSAND}|${LONE_BRACKET})+`, "iy");
const AMPERSAND_RUN = new RegExp(`(?:${LONE_AMPERSAND})+`, "iy");
/** `<url`, `</loc`, `<a b="c"`; and not the `<b and c` of a title. */
const TAG_LIKE = new RegExp(`^</?${NAME_START}[^\\s<>]*(?:\\s+[^\\s=]+\\s*=[^]*|\\s*)$`, "i");

/** What sax would misread: `<` and `&` that are text, and markup that lacks its end. */
export interface Doubt {
  kind:
    | "ampersand"
    | "reference"
    | "bracket"
    | "cdata"
    | "comment"
    | "script"
    | "declaration"
    | "open-tag"
    | "open-quote";
  at: number;
  /** As matched; of `ampersand` and `bracket` only their first character. */
  text: string;
}

/** @returns the next doubtful place of a text from `from` on, or null */
export function nextDoubt(text: string, from: number): Doubt | null {
  DOUBTFUL.lastIndex = from;
  for (let found = DOUBTFUL.exec(text); found !== null; found = DOUBTFUL.exec(text)) {
    const [matched] = found;
    if (matched.length <= OPEN_MAX)
      return { kind: kindOf(matched), at: found.index, text: matched };
    DOUBTFUL.lastIndex = found.index + 1;
  }
  return null;
}

function kindOf(text: string): Doubt["kind"] {
  if (text.startsWith("&")) return text.length === 1 ? "ampersand" : "reference";
  if (text.startsWith("=")) return "open-quote";
  if (text.startsWith("<![")) return "cdata";
  if (text === "<!--") return "comment";
  if (text.startsWith("<?") || text.startsWith("<!")) return "declaration";
  if (text.endsWith(">")) return "script";
  return text.length > 1 && TAG_LIKE.test(text) ? "open-tag" : "bracket";
}

/** All text from a lone `&` or `<` on to the next reference or tag. */
export function textRun(text: string, at: number): string {
  // A `<` that only looks like the beginning of a tag is taken by itself.
  return matchAt(TEXT_RUN, text, at) || text.charAt(at);
}

/** The lone ampersands that follow each other. */
export function ampersandRun(text: string, at: number): string {
  return matchAt(AMPERSAND_RUN, text, at);
}

/**
 * @returns up to where a text can be judged before more of it is seen: whatever begins there may be more than
 *   it looks like. What begins before is what it is, wherever the text was cut.
 */
export function judgeable(text: string): number {
  const tail = Math.max(text.length - REFERENCE_MAX, 0);
  const held = text.slice(tail).search(/[&<]/);
  const end = held < 0 ? text.length : tail + held;
  const bracket = text.lastIndexOf("<");
  const isTag = text.length - bracket <= OPEN_MAX && !text.includes(">", bracket);
  const open = isTag ? bracket : unendedQuote(text, bracket);
  return open < 0 ? end : Math.min(end, open);
}

/** @returns where it begins, -1 for nowhere */
function unendedQuote(text: string, bracket: number): number {
  const from = Math.max(bracket, text.length - OPEN_MAX, 0);
  const at = text.slice(from).search(UNENDED_QUOTE);
  return at < 0 ? -1 : from + at;
}

function matchAt(sticky: RegExp, text: string, at: number): string {
  sticky.lastIndex = at;
  return sticky.exec(text)?.[0] ?? "";
}
