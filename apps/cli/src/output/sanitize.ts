import { stripVTControlCharacters } from "node:util";

/** C0 and C1 controls, line and paragraph separators, and what turns the direction of text. */
const UNSAFE = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/**
 * Text of a site or a server made safe for a terminal: escape sequences and control characters are
 * taken out, so that it stays on its line and moves no cursor.
 */
export function sanitize(text: string): string {
  return stripVTControlCharacters(text).replace(UNSAFE, "");
}

/** One line of JSON in which nothing reaches a terminal as a control character: all are escaped. */
export function toJsonLine(value: unknown): string {
  return JSON.stringify(value).replace(UNSAFE, toEscape);
}

function toEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
