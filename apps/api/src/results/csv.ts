/**
 * What a spreadsheet takes for the beginning of a formula, in its full-width forms too. And the same
 * behind apostrophes of its own, so that taking one away gives back what was there.
 */
const FORMULA = /^'*[=+\-@\t\r＝＋－＠]/;
const TO_QUOTE = /[",\r\n]/;

type Cell = string | number | boolean | null;

/**
 * A record of RFC 4180 with its line end; null is an empty cell. A text that a spreadsheet would take
 * for a formula gets an apostrophe in front, which makes it a text there: without it, it is as it was.
 */
export function csvRecord(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell !== "string") return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return TO_QUOTE.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
