/** A stretch of the document that sax is not shown: CDATA, a comment, a declaration, or a script. */
export interface Section {
  /** Finds what ends it. Has the flag `g`. */
  end: RegExp;
  /** The beginning of what ends it may be so long. */
  hold: number;
  /** Text is given on; of markup there is a limit. */
  holds: "text" | "markup" | "nothing";
}

/** Up to `>`, or to the next tag: many lack the `?` of the end, or all of it, and none has these inside. */
export const DECLARATION: Section = { end: />|(?=<)/g, hold: 0, holds: "markup" };

/** From its dashes on. As HTML has it, `--!>` ends one too, and `<!-->` is one. */
export const COMMENT: Section = { end: /--!?>/g, hold: 3, holds: "markup" };

/** A section without end is ended by the closing tag of the element that it stands in. */
export function cdataInside(name: string): Section {
  const closer = name === "" ? "" : `|(?=</${name.replaceAll(".", "\\.")}\\s{0,4}>)`;
  return { end: new RegExp(`\\]\\]>${closer}`, "gi"), hold: name.length + 8, holds: "text" };
}

/** What begins a stretch that HTML does not take for markup: entries in it are only written about. */
export const SCRIPT_TAG = "<(?:script|style|textarea)(?:\\s[^<>]*)?(?<!/)>";

/** @param tag that the script begins with */
export function scriptOf(tag: string): Section {
  const name = /[a-z]+/i.exec(tag)?.[0] ?? "";
  return { end: new RegExp(`</${name}\\s{0,4}>`, "gi"), hold: name.length + 7, holds: "nothing" };
}
