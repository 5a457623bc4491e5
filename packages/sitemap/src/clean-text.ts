/** Every kind of white space, and what is as invisible. */
const BLANK = "\\s\\u0085\\u180e\\u200b-\\u200f\\u2060\\ufeff";
const BLANK_AT_ENDS = new RegExp(`^[${BLANK}\\0]+|[${BLANK}\\0]+$`, "gu");
const LINE_BREAKS = /\s*[\r\n\u2028\u2029]\s*/g;
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
  return text
    .replace(LINE_BREAKS, "")
    .replace(CONTROLS, "")
    .replace(BLANK_AT_ENDS, "")
    .toWellFormed();
}

/** The same for prose: white space of any length becomes one space. */
export function cleanProse(text: string): string {
  if (CLEAN.test(text)) return text;
  return text.replace(/\s+/g, " ").replace(CONTROLS, "").replace(BLANK_AT_ENDS, "").toWellFormed();
}
