/** What a delivery comes to after an attempt. */
export type NextStep =
  | { step: "delivered" }
  /** The endpoint says that it is gone for good. */
  | { step: "gone" }
  | { step: "retry"; delayMs: number }
  | { step: "give_up" };

export interface DeliverySchedule {
  /** The wait before each attempt, in ms; so many attempts are made. */
  scheduleMs: readonly number[];
}

/** What an attempt was answered with; `status` is null when nobody answered. */
export interface Answered {
  status: number | null;
  retryAfterMs: number | null;
}

/** Added to a wait, at most: attempts that failed together do not come back together. */
const JITTER = 0.2;
const GONE = 410;
/** With these the server's own wish is heard. */
const BUSY = new Set([429, 503]);

/** @param attempt how many attempts there have been, from 1 */
export function nextStep(
  answered: Answered,
  attempt: number,
  { scheduleMs }: DeliverySchedule,
  random: () => number = Math.random,
): NextStep {
  const { status, retryAfterMs } = answered;
  if (status !== null && status >= 200 && status < 300) return { step: "delivered" };
  if (status === GONE) return { step: "gone" };
  const waitMs = scheduleMs[attempt];
  if (waitMs === undefined) return { step: "give_up" };
  const wishMs = status !== null && BUSY.has(status) ? (retryAfterMs ?? 0) : 0;
  return {
    step: "retry",
    delayMs: Math.max(wishMs, Math.round(waitMs * (1 + JITTER * random()))),
  };
}
