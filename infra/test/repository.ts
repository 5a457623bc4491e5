import { readFileSync } from "node:fs";
import { resolve } from "node:path";

export const ROOT = resolve(import.meta.dirname, "../..");

/** The text of a file, by its path from the root of the repository. */
export function readText(path: string): string {
  return readFileSync(resolve(ROOT, path), "utf8");
}
