import { decodeCursor, encodeCursor, type CursorKind } from "./cursor.ts";

/** Listings in the order of a `bigint` identity. */
export type IdListing = "files" | "events" | "recent" | "audit" | "deliveries";

export function encodeIdCursor(listing: IdListing, id: string): string {
  return encodeCursor(kindOf(listing), [id]);
}

/** @throws InvalidCursorError */
export function decodeIdCursor(listing: IdListing, cursor: string | undefined): string | undefined {
  return cursor === undefined ? undefined : decodeCursor(kindOf(listing), cursor)[0];
}

function kindOf(listing: IdListing): CursorKind {
  // Below 2^63, so that the database takes it.
  return { name: listing, parts: [/^\d{1,18}$/] };
}
