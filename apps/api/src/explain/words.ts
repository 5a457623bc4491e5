/** "1 page", "2 pages". */
export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? "" : "s"}`;
}

/** "0.4 s", "12 s", "3 min", "5 h", "9 d": as exact as people care for. */
export function duration(ms: number): string {
  const seconds = Math.max(0, ms) / 1_000;
  if (seconds < 10) return `${Math.round(seconds * 10) / 10} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 2 * 3_600) return `${Math.round(seconds / 60)} min`;
  if (seconds < 2 * 86_400) return `${Math.round(seconds / 3_600)} h`;
  return `${Math.round(seconds / 86_400)} d`;
}

/** "2026-01-31T12:00:00Z (3 min ago)", "… (in 5 s)". */
export function moment(at: Date, now: Date): string {
  const ms = at.getTime() - now.getTime();
  const distance = ms > 0 ? `in ${duration(ms)}` : `${duration(-ms)} ago`;
  return `${at.toISOString().replace(/\.\d+Z$/, "Z")} (${distance})`;
}
