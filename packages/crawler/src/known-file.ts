/** What the last complete reading of a URL left: sent as conditions, compared as hash. */
export interface KnownFile {
  etag: string | null;
  lastModified: string | null;
  /** Of the body as received. */
  bodySha256: Uint8Array | null;
  /** Length of that body. */
  compressedBytes: number | null;
}

/** The headers that ask for the file only if it has changed. */
export function conditionsOf(known: KnownFile | undefined): Record<string, string> {
  const conditions: Record<string, string> = {};
  if (known?.etag) conditions["if-none-match"] = known.etag;
  if (known?.lastModified) conditions["if-modified-since"] = known.lastModified;
  return conditions;
}
