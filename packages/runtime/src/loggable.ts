import { redactField, redactText } from "./redact.ts";

const DEEPEST = 6;
const LONGEST_TEXT = 8_192;
const LONGEST_LIST = 100;

/**
 * A copy of any value that JSON can write: secrets are taken out, errors keep their causes, and what
 * is too deep, too long or refers to itself is cut and says so.
 */
export function toLoggable(value: unknown, above: readonly object[] = []): unknown {
  if (typeof value === "string") return cut(redactText(value));
  if (typeof value === "bigint" || typeof value === "symbol") return String(value);
  if (typeof value === "function") return `[function ${value.name}]`;
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Date || value instanceof URL) return cut(redactText(String(value)));
  if (above.includes(value)) return "[circular]";
  if (above.length >= DEEPEST) return "[too deep]";
  return toLoggableObject(value, [...above, value]);
}

function toLoggableObject(value: object, above: readonly object[]): unknown {
  if (value instanceof Error) return toLoggableError(value, above);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Map) return toLoggableFields(Object.fromEntries(value), above);
  if (value instanceof Set || Array.isArray(value)) {
    const items = [...value];
    const kept = items.slice(0, LONGEST_LIST).map((item) => toLoggable(item, above));
    return items.length > LONGEST_LIST ? [...kept, `[${items.length} items]`] : kept;
  }
  return toLoggableFields(value, above);
}

function toLoggableFields(value: object, above: readonly object[]): Record<string, unknown> {
  const fields = Object.entries(value).map(([name, field]) => [
    name,
    redactField(name) ?? toLoggable(field, above),
  ]);
  return Object.fromEntries(fields);
}

// Own fields are taken when they are plain: a client's error may hold its whole request, or the
// arguments of an AUTH command.
function toLoggableError(error: Error, above: readonly object[]): Record<string, unknown> {
  const plain = Object.entries(error).filter(([, field]) => typeof field !== "object");
  return {
    ...toLoggableFields(Object.fromEntries(plain), above),
    name: error.name,
    message: toLoggable(error.message),
    stack: toLoggable(error.stack),
    ...(error.cause !== undefined && { cause: toLoggable(error.cause, above) }),
    ...(error instanceof AggregateError && { errors: toLoggable(error.errors, above) }),
  };
}

function cut(text: string): string {
  if (text.length <= LONGEST_TEXT) return text;
  return `${text.slice(0, LONGEST_TEXT)}… [${text.length} characters]`;
}
