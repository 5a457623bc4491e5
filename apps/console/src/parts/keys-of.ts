/** The keys of a table that has one row for each of a known set of words. */
export function keysOf<Key extends string>(table: Readonly<Record<Key, unknown>>): Key[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a constant whose type names its keys has no others
  return Object.keys(table) as Key[];
}
