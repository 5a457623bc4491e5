/** A stretch of the document that sax is not shown: CDATA, a comment, or a declaration. */
export interface Section {
  /** Finds what ends it. Has the flag `g`. */
  end: RegExp;
  /** The beginning of what ends it may be so long. */
  hold: number;
  /** Is it text? */
  isText: boolean;
}

/** Up to `>`, or to the next tag: many lack the `?` of the end, or all of it, and none has these inside. */
export const DECLARATION: Section = { end: />|(?=<)/g, hold: 0, isText: false };

/** From its dashes on. As HTML has it, `--!>` ends one too, and `<!-->` is one. */
export const COMMENT: Section = { end: /--!?>/g, hold: 3, isText: false };

/** A section without end is ended by the closing tag of the element that it stands in. */
export function cdataInside(name: string): Section {
  const closer = name === "" ? "" : `|(?=</${name.replaceAll(".", "\\.")}\\s{0,4}>)`;
  return { end: new RegExp(`\\]\\]>${closer}`, "gi"), hold: name.length + 8, isText: true };
}
