/** What one fetch may cost. Times are milliseconds, sizes are bytes. */
export interface FetchLimits {
  /** For each of name look-up, TCP connect and TLS handshake, on every hop. Default 10,000. */
  connectMs: number;
  /** From the request sent to the last header received, on every hop. Default 30,000. */
  headersMs: number;
  /** Longest silence while we wait for the body; the caller's own pauses do not count. Default 15,000. */
  idleMs: number;
  /** The whole fetch, redirects and body and the caller's pauses included. Default 300,000. */
  totalMs: number;
  /** Slowest body, in bytes a second of waiting, judged once per `idleMs`; 0 = any. Default 1,024. */
  minBytesPerSecond: number;
  /** Body as received, before any decoding. Default 52,428,800 (50 MiB). */
  maxBytes: number;
  /** Redirects followed; 0 = none. Default 5. */
  maxRedirects: number;
  /** All headers of one answer. Default 32,768. */
  maxHeaderBytes: number;
}

export const DEFAULT_FETCH_LIMITS: Readonly<FetchLimits> = {
  connectMs: 10_000,
  headersMs: 30_000,
  idleMs: 15_000,
  totalMs: 300_000,
  minBytesPerSecond: 1_024,
  maxBytes: 50 * 1024 * 1024,
  maxRedirects: 5,
  maxHeaderBytes: 32 * 1024,
};

/** Timers of Node wrap round above this, and fire at once. */
const HIGHEST = 2 ** 31 - 1;

/**
 * The defaults with the given limits in their place.
 * @throws {RangeError} for a limit that is not a whole number from 0 to 2³¹ − 1.
 */
export function withDefaults(limits: Partial<FetchLimits> = {}): FetchLimits {
  const given = Object.entries(limits).filter(([, value]) => value !== undefined);
  for (const [name, value] of given) {
    if (!Number.isInteger(value) || value < 0 || value > HIGHEST) {
      throw new RangeError(`Cannot use limit "${name}": ${value} is not from 0 to ${HIGHEST}`);
    }
  }
  return { ...DEFAULT_FETCH_LIMITS, ...Object.fromEntries(given) };
}
