const UNITS = [
  ["d", 86_400],
  ["h", 3_600],
  ["m", 60],
  ["s", 1],
] as const;

/** @param interval as the contracts admit it: `30s`, `30m`, `6h`, `1d` */
export function secondsOf(interval: string): number {
  const unit = UNITS.find(([name]) => interval.endsWith(name));
  return Number(interval.slice(0, -1)) * (unit?.[1] ?? Number.NaN);
}

/** In the largest unit that gives a whole number; what somebody wrote by SQL may need seconds. */
export function intervalOf(seconds: number): string {
  const whole = Math.round(seconds);
  const [name, size] = UNITS.find(([, size]) => whole % size === 0) ?? ["s", 1];
  return `${whole / size}${name}`;
}
