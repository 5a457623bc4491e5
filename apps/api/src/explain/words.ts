const NUMBER = new Intl.NumberFormat("en-US");

/** "1 page", "2,000 pages". */
export function count(amount: number, noun: string): string {
  return `${number(amount)} ${noun}${amount === 1 ? "" : "s"}`;
}

/** "2,000". */
export function number(amount: number): string {
  return NUMBER.format(amount);
}

/** "0.4 s", "12 s", "3 m 10 s", "5 h 2 m", "9 d": as exact as people care for. */
export function duration(ms: number): string {
  const seconds = Math.max(0, ms) / 1_000;
  if (seconds < 10) return `${Math.round(seconds * 10) / 10} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 2 * 3_600) return inTwo(seconds, 60, "m", "s");
  if (seconds < 2 * 86_400) return inTwo(seconds / 60, 60, "h", "m");
  return `${Math.round(seconds / 86_400)} d`;
}

function inTwo(amount: number, base: number, large: string, small: string): string {
  const whole = Math.round(amount);
  const rest = whole % base;
  return rest === 0
    ? `${whole / base} ${large}`
    : `${Math.floor(whole / base)} ${large} ${rest} ${small}`;
}

/** "2026-01-31T12:00:00Z (3 m ago)", "… (in 5 s)". */
export function moment(at: Date, now: Date): string {
  return `${at.toISOString().replace(/\.\d+Z$/, "Z")} (${distance(at, now)})`;
}

/** "12:03:10 UTC (in 5 s)", with the day when that is another. */
export function clock(at: Date, now: Date): string {
  const [day = "", time = ""] = at.toISOString().slice(0, 19).split("T");
  const isToday = now.toISOString().startsWith(day);
  return `${isToday ? "" : `${day} `}${time} UTC (${distance(at, now)})`;
}

function distance(at: Date, now: Date): string {
  const ms = at.getTime() - now.getTime();
  return ms > 0 ? `in ${duration(ms)}` : `${duration(-ms)} ago`;
}
