import { OUTCOMES, type Outcome } from "@sitemap-scanner/contracts";
import { FetchError } from "@sitemap-scanner/fetcher";

/** Nothing that speaks HTTP answered: no other path of the origin will do better. */
const SILENT = new Set<Outcome>([
  "dns_error",
  "tls_error",
  "connection_error",
  "protocol_error",
  "internal_error",
]);

/**
 * What went wrong with a request to a site.
 * @throws what is no fault of the site: a cancellation, or an error of our own
 */
export function asFailure(error: unknown): FetchError {
  if (!(error instanceof FetchError) || error.code === "cancelled") throw error;
  return error;
}

/**
 * Whether the origin did not answer at all.
 * @param error thrown before the headers of an answer were there
 */
export function isSilence(error: FetchError, origin: string): boolean {
  if (error.httpStatus !== null) return false;
  if (error.code === "timeout") return isConnectTimeout(error);
  // A redirect that may not be followed is an answer.
  if (error.code === "target_not_public") return URL.parse(error.url)?.origin === origin;
  return SILENT.has(error.code);
}

/** Whether the same request may go better later. */
export function isPassing(outcome: Outcome): boolean {
  return OUTCOMES[outcome].fate === "retry";
}

/** What happened, without the words that every error of a fetch begins with. */
export function describe({ message }: { message: string }): string {
  return message.replace(/^Cannot fetch the URL: /, "");
}

/** NOTE: only the causes tell which wait was too long; the code of all of them is `timeout`. */
function isConnectTimeout(error: FetchError): boolean {
  for (let cause: unknown = error.cause; isFault(cause); cause = cause.cause) {
    if (cause.event === "connect" || cause.event === "secureConnect") return true;
    if (cause.syscall === "connect") return true;
  }
  return false;
}

interface Fault {
  event?: unknown;
  syscall?: unknown;
  cause?: unknown;
}

/** Not `instanceof Error`: errors may cross realms. */
function isFault(value: unknown): value is Fault {
  return typeof value === "object" && value !== null;
}
