const SPACE = 1n << 128n;

/**
 * The stretch of hashes, in hex, that is a part of all, as `3/20`. Hashes are spread evenly, and so are pages.
 * @param part as `PagesQuery` admits it
 */
export function hashRangeOf(part: string | undefined): { after?: string; until?: string } {
  if (part === undefined) return {};
  const [number = 1n, of = 1n] = part.split("/").map(BigInt);
  const until = lastBefore((SPACE * number) / of);
  return number === 1n ? { until } : { after: lastBefore((SPACE * (number - 1n)) / of), until };
}

function lastBefore(bound: bigint): string {
  return (bound - 1n).toString(16).padStart(32, "0");
}
