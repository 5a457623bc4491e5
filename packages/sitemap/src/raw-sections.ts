/** A stretch of the document that sax is not shown: CDATA, or a declaration. */
export interface Section {
  /** Finds what ends it. Has the flag `g`. */
  end: RegExp;
  /** The beginning of what ends it may be so long. */
  hold: number;
  /** Is it text? */
  isText: boolean;
}

/** Up to `>`: many of XML lack the `?` before it, and none has one inside. */
export const DECLARATION: Section = { end: />/g, hold: 0, isText: false };

/** A section without end is ended by the closing tag of the element that it stands in. */
export function cdataInside(name: string): Section {
  const closer = name === "" ? "" : `|(?=</${name.replaceAll(".", "\\.")}\\s{0,4}>)`;
  return { end: new RegExp(`\\]\\]>${closer}`, "gi"), hold: name.length + 8, isText: true };
}
