import type { Operation, ProblemCode } from "@sitemap-scanner/contracts";
import { isCounted } from "../access/limit-rate.ts";

/** Every problem that an operation may answer with: its own, and those that follow from what it is. */
export function problemsOf(operation: Operation): readonly ProblemCode[] {
  const { access, method, body, form, bodyStream, params, query, idempotent } = operation;
  const hasBody = body !== undefined || form !== undefined || bodyStream !== undefined;
  const isRead = hasBody || params !== undefined || query !== undefined || idempotent === true;
  const codes: (ProblemCode | false)[] = [
    isRead && "invalid_request",
    body !== undefined && "malformed_json",
    access !== "open" && "unauthorized",
    access !== "open" && access !== "any key" && "insufficient_scope",
    // A browser says that another site asks.
    method !== "get" && "forbidden",
    idempotent === true && "idempotency_in_flight",
    hasBody && "body_too_large",
    hasBody && "unsupported_media_type",
    // While nobody is asked for a key.
    "misdirected_request",
    idempotent === true && "idempotency_key_reused",
    isCounted(operation) && "rate_limited",
    ...(operation.problems ?? []),
    "internal_error",
    // Who asks is read from the database, and most of what is answered.
    (access !== "open" || method !== "get") && "not_ready",
  ];
  return [...new Set(codes.filter((code) => code !== false))];
}
