import sax from "sax";
import { bareRecord } from "./bare-record.ts";

/** What HTML 5 calls the punctuation of ASCII; the tokenizer knows only the names of HTML 4. */
const PUNCTUATION = {
  Tab: "\t",
  NewLine: "\n",
  excl: "!",
  num: "#",
  dollar: "$",
  percnt: "%",
  lpar: "(",
  rpar: ")",
  ast: "*",
  plus: "+",
  comma: ",",
  period: ".",
  sol: "/",
  colon: ":",
  semi: ";",
  equals: "=",
  quest: "?",
  commat: "@",
  lsqb: "[",
  lbrack: "[",
  bsol: "\\",
  rsqb: "]",
  rbrack: "]",
  Hat: "^",
  lowbar: "_",
  grave: "`",
  lcub: "{",
  lbrace: "{",
  verbar: "|",
  vert: "|",
  rcub: "}",
  rbrace: "}",
};

/** Names that a reference may have without being declared. `&constructor;` is none of them. */
export const ENTITIES: Readonly<Record<string, string>> = Object.assign(
  bareRecord<string>(),
  sax.ENTITIES,
  PUNCTUATION,
);

const WINDOWS_1252 = new TextDecoder("windows-1252");

/**
 * @param reference `&lt;`, or a number such as `&#233;` or `&#xE9;`
 * @returns its character as HTML has it: numbers of control characters mean windows-1252, and what
 *   is no character is U+FFFD
 */
export function characterOf(reference: string): string {
  const digits = /^&#(x?)([\da-f]+);$/i.exec(reference);
  if (digits === null) return "<";
  const [, hex = "", number = ""] = digits;
  const code = Number.parseInt(number, hex === "" ? 10 : 16);
  if (code >= 0x80 && code < 0xa0) return WINDOWS_1252.decode(Uint8Array.of(code));
  const isNone = code > 0x10_ff_ff || (code >= 0xd800 && code < 0xe000);
  return isNone ? "\ufffd" : String.fromCodePoint(code);
}
