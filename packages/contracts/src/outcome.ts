/** What is known of a code: how it counts, and what to tell the person who asks. */
interface OutcomeRule {
  /** `read`: entries were read. `retry`: worth another try. `final`: trying again changes nothing. */
  readonly fate: "read" | "retry" | "final";
  /** One sentence for `explain`: what happened and what to do about it. */
  readonly advice: string;
}

/**
 * How one sitemap file went. This is the only table of outcomes: the worker reads `fate` to decide
 * between retry and final, `explain` prints `advice`, and `sitemap_files.outcome` holds the key.
 */
export const OUTCOMES = {
  ok: { fate: "read", advice: "Read to its end." },
  ok_partial: {
    fate: "read",
    advice:
      "The file is cut off or damaged: every complete entry was kept. Have it published anew.",
  },
  not_modified: {
    fate: "read",
    advice: "Unchanged since the last scan: its pages stay as they were.",
  },
  empty: { fate: "read", advice: "A valid sitemap without entries." },
  not_found: { fate: "final", advice: "The server has no such file (404): remove the reference." },
  gone: { fate: "final", advice: "The file was removed for good (410): remove the reference." },
  forbidden: {
    fate: "final",
    advice: "The server refuses us (401/403): allow our user agent or address.",
  },
  blocked: {
    fate: "final",
    advice: "A bot challenge answered instead of the file: allow our user agent or address.",
  },
  rate_limited: { fate: "retry", advice: "The server asks us to slow down (429)." },
  server_error: { fate: "retry", advice: "The server failed (5xx): see its own logs." },
  timeout: { fate: "retry", advice: "The server was too slow for our deadlines." },
  dns_error: { fate: "retry", advice: "The host name could not be resolved: check its DNS." },
  tls_error: { fate: "final", advice: "TLS failed: check the certificate and its chain." },
  connection_error: { fate: "retry", advice: "The connection was refused or broke off." },
  protocol_error: { fate: "retry", advice: "The answer is not valid HTTP." },
  redirect_blocked: {
    fate: "final",
    advice: "A redirect leads where we do not go: see the scheme, port and host of its target.",
  },
  too_many_redirects: {
    fate: "final",
    advice: "More redirects than we follow: link to the final address.",
  },
  target_not_public: {
    fate: "final",
    advice: "The address is not on the public internet, so it is not fetched.",
  },
  not_a_sitemap: {
    fate: "final",
    advice: "What came is no sitemap (an HTML page, JSON, …): check what the URL serves.",
  },
  malformed: { fate: "final", advice: "It begins like a sitemap but no entry of it can be read." },
  too_large: {
    fate: "final",
    advice: "Over our size limit: the entries up to there were kept. Split the file.",
  },
  encoding_error: {
    fate: "final",
    advice: "The compression or character encoding cannot be read: serve plain gzip and UTF-8.",
  },
  loop: { fate: "final", advice: "The file leads back to itself: it was read once." },
  limit_reached: {
    fate: "final",
    advice: "A limit of the scan was reached before this file: raise max_pages to have it read.",
  },
  cancelled: { fate: "final", advice: "The scan was cancelled before this file was done." },
  internal_error: {
    fate: "retry",
    advice: "We failed, not the site: the log of the worker has the error.",
  },
} as const satisfies Record<string, OutcomeRule>;

/** The stable code of `sitemap_files.outcome`. */
export type Outcome = keyof typeof OUTCOMES;

/** Worth another try? Final codes are not: the same request would give the same answer. */
export function isRetryable(outcome: Outcome): boolean {
  return OUTCOMES[outcome].fate === "retry";
}
