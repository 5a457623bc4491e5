const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** @param age as `JobsQuery` admits it: `30s`, `10m`, `2h`, `7d` */
export function toSeconds(age: string): number {
  return Number(age.slice(0, -1)) * (UNIT_SECONDS[age.slice(-1)] ?? Number.NaN);
}
