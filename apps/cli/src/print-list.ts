import type { Context } from "./context.ts";
import { EXIT } from "./errors.ts";
import { toJsonLine } from "./output/sanitize.ts";

export interface ListStyle<T> {
  json?: true;
  /** What was asked for at most; absent: everything. */
  limit?: number;
  render: (items: readonly T[]) => string;
  /** Said when there is nothing. */
  none: string;
}

/** Prints a listing: a line of JSON for each item as it comes, or a table of all. */
export async function printList<T>(
  { out, err }: Context,
  items: AsyncIterable<T> | Iterable<T>,
  { json, limit, render, none }: ListStyle<T>,
): Promise<number> {
  const found: T[] = [];
  for await (const item of items) {
    if (json) await out.flushedLine(toJsonLine(item));
    else found.push(item);
  }
  if (json) return EXIT.ok;
  if (found.length === 0) err.line(none);
  else out.line(render(found));
  if (found.length === limit) err.line(`There may be more: --limit is ${limit}.`);
  return EXIT.ok;
}
