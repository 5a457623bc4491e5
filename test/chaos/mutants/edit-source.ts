import type { Edit } from "./mutants.ts";

/** @throws Error when the text is not there: the mutant would be none, and prove nothing */
export function editSource(source: string, edits: readonly Edit[]): string {
  let edited = source;
  for (const { file, find, replace } of edits) {
    const next = edited.replace(find, () => replace);
    if (next === edited)
      throw new Error(`Cannot make the mutant: "${file}" does not contain ${String(find)}`);
    edited = next;
  }
  return edited;
}
