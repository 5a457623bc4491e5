interface ListPage<T> {
  data: T[];
  has_more: boolean;
  next: string | null;
}

/**
 * Makes a page of a listing from one row more than it holds: that one says whether another follows.
 *
 * @param rows up to `limit` + 1, in order
 * @param cursorOf the cursor that goes on after a row
 */
export function toListPage<Row, T>(
  rows: readonly Row[],
  limit: number,
  { toItem, cursorOf }: { toItem: (row: Row) => T; cursorOf: (row: Row) => string },
): ListPage<T> {
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    data: shown.map(toItem),
    has_more: last !== undefined,
    next: last === undefined ? null : cursorOf(last),
  };
}
