/** A `&` is judged by what follows, at most this far: `&thetasym;`, `&#x10FFFF;`. */
const REFERENCE_MAX = 40;
/** A tag is judged when it has come to its end, or when it is longer than this. */
const TAG_MAX = 1_024;

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
    DECLARATION,
    OPEN_TAG,
    OPEN_QUOTE,
  ].join("|"),
  "gi",
);
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
  const found = DOUBTFUL.exec(text);
  return found && { kind: kindOf(found[0]), at: found.index, text: found[0] };
}

function kindOf(text: string): Doubt["kind"] {
  if (text.startsWith("&")) return text.length === 1 ? "ampersand" : "reference";
  if (text.startsWith("=")) return "open-quote";
  if (text.startsWith("<![")) return "cdata";
  if (text === "<!--") return "comment";
  if (text.startsWith("<?") || text.startsWith("<!")) return "declaration";
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

/** @returns how much of a text can be judged before more of it is seen */
export function judgeable(text: string): number {
  const tail = Math.max(text.length - REFERENCE_MAX, 0);
  const held = text.slice(tail).search(/[&<]/);
  const end = held < 0 ? text.length : tail + held;
  const bracket = text.lastIndexOf("<");
  const isOpen = bracket >= text.length - TAG_MAX && !text.includes(">", bracket);
  return isOpen ? Math.min(end, bracket) : end;
}

function matchAt(sticky: RegExp, text: string, at: number): string {
  sticky.lastIndex = at;
  return sticky.exec(text)?.[0] ?? "";
}
