import type { DomainPosition } from "@sitemap-scanner/database";
import { decodeCursor, encodeCursor, type CursorKind } from "../http/cursor.ts";

const DOMAINS: CursorKind = {
  name: "domains",
  // Microseconds since 1970, and a uuid.
  parts: [/^\d{1,16}$/, /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/],
};

export function encodeDomainsCursor(domain: { created_at_us: string; id: string }): string {
  return encodeCursor(DOMAINS, [domain.created_at_us, domain.id]);
}

/** @throws InvalidCursorError */
export function decodeDomainsCursor(cursor: string | undefined): DomainPosition | undefined {
  if (cursor === undefined) return undefined;
  const [createdAtUs = "", id = ""] = decodeCursor(DOMAINS, cursor);
  return { createdAtUs, id };
}
