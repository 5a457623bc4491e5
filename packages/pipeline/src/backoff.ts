export interface BackoffPolicy {
  /** The first wait is up to this long, in ms; each further one up to twice as long. */
  backoffBaseMs: number;
  /** No wait is longer than this, in ms. */
  backoffMaxMs: number;
}

/**
 * How long to wait before the next attempt: exponential with full jitter, so that tasks that failed
 * together do not come back together.
 *
 * @param attempt how many attempts there have been, from 1
 */
export function backoffMs(
  attempt: number,
  policy: BackoffPolicy,
  random: () => number = Math.random,
): number {
  const ceiling = Math.min(policy.backoffMaxMs, policy.backoffBaseMs * 2 ** (attempt - 1));
  return Math.round(random() * ceiling);
}
