import { decodeCursor, encodeCursor, type CursorKind } from "../http/cursor.ts";

/** Below 2^63, so that the database takes it. */
const DELIVERIES: CursorKind = { name: "deliveries", parts: [/^\d{1,18}$/] };

export function encodeDeliveriesCursor(delivery: { position: string }): string {
  return encodeCursor(DELIVERIES, [delivery.position]);
}

/** @throws InvalidCursorError */
export function decodeDeliveriesCursor(cursor: string | undefined): string | undefined {
  return cursor === undefined ? undefined : decodeCursor(DELIVERIES, cursor)[0];
}
