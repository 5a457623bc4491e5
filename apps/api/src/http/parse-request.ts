import type { z } from "zod";

export interface RequestFault {
  /** Where in the request: `max_pages`, `sitemap_urls.3`; empty for the whole of it. */
  path: string;
  message: string;
}

/** The request is not of the form that its contract asks for. */
export class InvalidRequestError extends Error {
  override readonly name = "InvalidRequestError";
  readonly code = "invalid_request";
  readonly errors: readonly RequestFault[];

  constructor(errors: readonly RequestFault[]) {
    super(errors.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join("; "));
    this.errors = errors;
  }
}

/** More would only fill the answer. */
const MAX_FAULTS = 20;

/**
 * Reads what a client sent by its contract.
 * @throws InvalidRequestError with every fault. A `ZodError` from anywhere else is a fault of ours.
 */
export function parseRequest<T extends z.ZodType>(contract: T, value: unknown): z.output<T> {
  const result = contract.safeParse(value);
  if (result.success) return result.data;
  const faults = result.error.issues.slice(0, MAX_FAULTS).map((issue) => ({
    path: issue.path.map(String).join(".").slice(0, 200),
    message: issue.message.slice(0, 500),
  }));
  throw new InvalidRequestError(faults);
}
