import { closeSync, openSync, readSync, renameSync, statSync } from "node:fs";
import { codeOf } from "./json-file.ts";

/** A log that is longer than this is put aside at the next start. */
const MAX_BYTES = 10 * 1024 * 1024;
const TAIL_BYTES = 16 * 1024;

/** Opens a log to be appended to; one that grew too long is kept beside it as `.old`. */
export function openLog(path: string): number {
  if (sizeOf(path) > MAX_BYTES) renameSync(path, `${path}.old`);
  return openSync(path, "a", 0o600);
}

/** The last lines of a log; empty when there is none. */
export function tailOf(path: string, lines: number): string[] {
  const size = sizeOf(path);
  if (size === 0) return [];
  const file = openSync(path, "r");
  try {
    const buffer = Buffer.alloc(Math.min(size, TAIL_BYTES));
    const read = readSync(file, buffer, 0, buffer.length, size - buffer.length);
    const text = buffer.toString("utf8", 0, read).trimEnd();
    return text === "" ? [] : text.split("\n").slice(-lines);
  } finally {
    closeSync(file);
  }
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return 0;
    throw error;
  }
}
