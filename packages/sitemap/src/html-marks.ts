/** Elements of HTML that hold nothing, and that HTML therefore does not close. */
const VOID = new Set(["br", "hr", "img", "input", "link", "meta", "wbr"]);
/** Elements of HTML that mark a part of a text. */
const PHRASE = new Set(
  "a abbr b bdi code em font i ins kbd mark s small span strong sub sup tt u var".split(" "),
);

/** `<br>`, also `<xhtml:link>`: what stands inside of it stands beside it. */
export function holdsNothing(local: string): boolean {
  return VOID.has(local);
}

/** `<em>`, as of a search that shows what it found: its text belongs to the text around it. */
export function marksText(local: string): boolean {
  return PHRASE.has(local) || local === "br" || local === "wbr";
}
