import type { Outcome } from "@sitemap-scanner/contracts";
import { RequestError } from "got";
import { FetchError } from "./fetch-error.ts";

/** First match wins: the codes of OpenSSL are too many to list, their families are not. */
const OUTCOME_OF_CODE: [pattern: RegExp, outcome: Outcome, state: string][] = [
  [/^(?:ENOTFOUND|ENODATA|EAI_\w+)$/, "dns_error", "its name has no address"],
  [/^(?:ETIMEDOUT|ESOCKETTIMEDOUT)$/, "timeout", "the server was too slow"],
  [/^HPE_/, "protocol_error", "the answer is not valid HTTP"],
  [/^(?:EPROTO$|ERR_SSL_|ERR_TLS_|ERR_OSSL_|CERT_|CRL_|UNABLE_TO_)/, "tls_error", "TLS failed"],
  [/CERT|ISSUER|HOSTNAME_MISMATCH/, "tls_error", "TLS failed"],
  [
    /^(?:ECONN[A-Z]+|ENET[A-Z]+|EHOST[A-Z]+|EADDR[A-Z]+|EPIPE)$/,
    "connection_error",
    "the connection was refused or broke off",
  ],
  [/^ERR_PROXY_TUNNEL$/, "connection_error", "the proxy opened no tunnel"],
  [
    /^ERR_(?:HTTP_CONTENT_LENGTH_MISMATCH|STREAM_PREMATURE_CLOSE|SOCKET_CLOSED)$/,
    "connection_error",
    "the connection broke off",
  ],
];

/**
 * Makes a `FetchError` of whatever broke a fetch, by the first known code among it and its causes;
 * one that is a `FetchError`, or was caused by one, stays that. The rest is `internal_error`.
 */
export function toFetchError(error: unknown, url: string | URL): FetchError {
  const cause = withoutRequest(error);
  for (const fault of causes(error)) {
    if (fault instanceof FetchError) return fault;
    const code = typeof fault.code === "string" ? fault.code : "";
    const known = OUTCOME_OF_CODE.find(([pattern]) => pattern.test(code));
    if (known) return new FetchError(known[1], `${known[2]} (${code})`, { url, cause });
  }
  return new FetchError("internal_error", "the fetcher failed", { url, cause });
}

/** got's errors hold the whole request, with headers and proxy that may be secret. */
function withoutRequest(error: unknown): unknown {
  return error instanceof RequestError && error.cause !== undefined ? error.cause : error;
}

/** What a thrown value tells of itself. Not `instanceof Error`: errors may cross realms. */
interface Fault {
  code?: unknown;
  cause?: unknown;
  errors?: unknown[];
}

/** The error, then its causes; of several attempts at once, the first. */
function* causes(error: unknown): Generator<Fault> {
  let current = error;
  while (isFault(current)) {
    yield current;
    current = current.cause ?? current.errors?.[0];
  }
}

function isFault(value: unknown): value is Fault {
  return typeof value === "object" && value !== null;
}
