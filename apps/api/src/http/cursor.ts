/** The cursor was not given out by us, or for another listing. */
export class InvalidCursorError extends Error {
  override readonly name = "InvalidCursorError";
  readonly code = "invalid_cursor";

  constructor() {
    super("Cannot read the cursor: it was not given out for this listing");
  }
}

/** A kind of cursor: its name stands in it, so that one of another listing is refused. */
export interface CursorKind {
  name: string;
  /** What each part must look like. */
  parts: readonly RegExp[];
}

const SEPARATOR = "~";

/** @param parts must match the patterns of the kind, and hold no `~` */
export function encodeCursor(kind: CursorKind, parts: readonly string[]): string {
  return Buffer.from([kind.name, ...parts].join(SEPARATOR)).toString("base64url");
}

/**
 * The parts of a cursor, each matching its pattern.
 * @throws InvalidCursorError
 */
export function decodeCursor(kind: CursorKind, cursor: string): string[] {
  const bytes = Buffer.from(cursor, "base64url");
  // `Buffer` passes over what is no base64url, so that many texts would mean the same.
  if (bytes.toString("base64url") !== cursor) throw new InvalidCursorError();
  const [name, ...parts] = bytes.toString().split(SEPARATOR);
  const isOfKind =
    name === kind.name &&
    parts.length === kind.parts.length &&
    kind.parts.every((pattern, index) => pattern.test(parts[index] ?? ""));
  if (!isOfKind) throw new InvalidCursorError();
  return parts;
}
