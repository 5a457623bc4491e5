/**
 * What nobody sees, as inside of `[…]` of a pattern: NUL, the soft hyphen, spaces of no width, and what directs
 * the writing of a text, which a window of files copies along with it.
 */
export const UNSEEN = "\\0\\u00ad\\u200b-\\u200f\\u202a-\\u202e\\u2060\\u2066-\\u2069\\ufeff";
/** What is as invisible as the white space that `trim` takes. */
const INVISIBLE = new RegExp(`[${UNSEEN}\\u0085\\u180e]`);
/** A byte order mark that was read as Latin-1. */
export const MARK_AS_LATIN_1 = /^\s*(?:ï»¿)+/;
const LINE_BREAK = /[\r\n\u2028\u2029]/;
// oxlint-disable-next-line no-control-regex -- they are what is taken out
const CONTROLS = /[\u0000-\u001f\u007f-\u009f]/g;
/** Printable ASCII and nothing to trim: nearly every text there is. */
const CLEAN = /^[!-~](?:[ -~]*[!-~])?$/;

/**
 * Text of one line that any database takes: trimmed of every kind of space, line breaks taken out
 * together with the indentation round them, other controls dropped, lone surrogates replaced.
 */
export function cleanLine(text: string): string {
  if (CLEAN.test(text)) return text;
  const lines = text.split(LINE_BREAK).map((line) => line.trim());
  return trimmed(lines.join("").replace(CONTROLS, "")).toWellFormed();
}

/** The same for prose: white space of any length becomes one space. */
export function cleanProse(text: string): string {
  if (CLEAN.test(text)) return text;
  return trimmed(text.replace(/\s+/g, " ").replace(CONTROLS, "")).toWellFormed();
}

/** NOTE: no pattern such as `\s+$`, which takes quadratic time on a long run of spaces. */
function trimmed(text: string): string {
  let begin = 0;
  let end = text.length;
  while (begin < end && isBlank(text.charAt(begin))) begin++;
  while (begin < end && isBlank(text.charAt(end - 1))) end--;
  return text.slice(begin, end);
}

function isBlank(character: string): boolean {
  return INVISIBLE.test(character) || character.trim() === "";
}
