/** What is known of a code: how it counts, and what to tell the person who asks. */
interface OutcomeRule {
  /** `read`: entries were read. `retry`: it may pass with time. `final`: trying again changes nothing. */
  readonly fate: "read" | "retry" | "final";
  /**
   * What ends the `type` URL (RFC 9457) where a job or a file failed for this; null where nothing
   * failed. Not the key itself: some keys are problems of the API too, and mean another thing there.
   */
  readonly problem: `file_${string}` | null;
  /** One sentence for `explain`: what happened and what to do about it. */
  readonly advice: string;
}

/**
 * How one sitemap file went. This is the only table of outcomes: the worker reads `fate` to decide
 * between retry and final, `explain` prints `advice`, `sitemap_files.outcome` and `jobs.error.code`
 * hold the key, and `problem` is its name among the problem types.
 */
export const OUTCOMES = {
  ok: { fate: "read", problem: null, advice: "Read to its end." },
  ok_partial: {
    fate: "read",
    problem: null,
    advice:
      "The file is cut off or damaged: every complete entry was kept. Have it published anew.",
  },
  not_modified: {
    fate: "read",
    problem: null,
    advice: "Unchanged since the last scan: its pages stay as they were.",
  },
  empty: { fate: "read", problem: null, advice: "A valid sitemap without entries." },
  not_found: {
    fate: "final",
    problem: "file_not_found",
    advice: "The server has no such file (404): remove the reference.",
  },
  gone: {
    fate: "final",
    problem: "file_gone",
    advice: "The file was removed for good (410): remove the reference.",
  },
  forbidden: {
    fate: "final",
    problem: "file_forbidden",
    advice: "The server refuses us (401/403): allow our user agent or address.",
  },
  blocked: {
    fate: "final",
    problem: "file_blocked",
    advice: "A bot challenge answered instead of the file: allow our user agent or address.",
  },
  rate_limited: {
    fate: "retry",
    problem: "file_rate_limited",
    advice:
      "The server asks us to slow down (429): allow us more requests, or scan at a quieter time.",
  },
  server_error: {
    fate: "retry",
    problem: "file_server_error",
    advice: "The server failed (5xx): see its own logs.",
  },
  timeout: {
    fate: "retry",
    problem: "file_timeout",
    advice: "The server was too slow for our deadlines.",
  },
  dns_error: {
    fate: "retry",
    problem: "file_dns_error",
    advice: "The host name could not be resolved: check its DNS.",
  },
  tls_error: {
    fate: "final",
    problem: "file_tls_error",
    advice: "TLS failed: check the certificate and its chain.",
  },
  connection_error: {
    fate: "retry",
    problem: "file_connection_error",
    advice: "The connection was refused or broke off: see whether the server is up and lets us in.",
  },
  protocol_error: {
    fate: "retry",
    problem: "file_protocol_error",
    advice: "The answer is not valid HTTP: see what the server, or what stands before it, sends.",
  },
  redirect_blocked: {
    fate: "final",
    problem: "file_redirect_blocked",
    advice: "A redirect leads where we do not go: see the scheme, port and host of its target.",
  },
  too_many_redirects: {
    fate: "final",
    problem: "file_too_many_redirects",
    advice: "More redirects than we follow: link to the final address.",
  },
  target_not_public: {
    fate: "final",
    problem: "file_target_not_public",
    advice: "The address is not on the public internet, so it is not fetched.",
  },
  not_a_sitemap: {
    fate: "final",
    problem: "file_not_a_sitemap",
    advice: "What came is no sitemap (an HTML page, JSON, …): check what the URL serves.",
  },
  malformed: {
    fate: "final",
    problem: "file_malformed",
    advice: "It begins like a sitemap but no entry of it can be read.",
  },
  too_large: {
    fate: "final",
    problem: "file_too_large",
    advice: "Over our size limit: the entries up to there were kept. Split the file.",
  },
  encoding_error: {
    fate: "final",
    problem: "file_encoding_error",
    advice: "The compression or character encoding cannot be read: serve plain gzip and UTF-8.",
  },
  loop: {
    fate: "final",
    problem: "file_loop",
    advice: "The file leads back to itself: it was read once.",
  },
  limit_reached: {
    fate: "final",
    problem: "file_limit_reached",
    advice:
      "A limit of the scan was reached before the end of this file: raise it (max_pages) and scan again.",
  },
  cancelled: {
    fate: "final",
    problem: "file_cancelled",
    advice: "The scan was cancelled before this file was done.",
  },
  poisoned: {
    fate: "final",
    problem: "file_poisoned",
    advice: "Three workers of ours fell silent at it, so it was given up: tell us of this file.",
  },
  invalid_params: {
    fate: "final",
    problem: "file_invalid_params",
    advice: "What the job asks for was written by SQL and makes no sense: ask for a new scan.",
  },
  internal_error: {
    fate: "retry",
    problem: "file_internal_error",
    advice: "We failed, not the site: the log of the worker has the error.",
  },
} as const satisfies Record<string, OutcomeRule>;

/** The stable code of `sitemap_files.outcome`. */
export type Outcome = keyof typeof OUTCOMES;

/** Worth another try? Final codes are not: the same request would give the same answer. */
export function isRetryable(outcome: Outcome): boolean {
  return OUTCOMES[outcome].fate === "retry";
}
