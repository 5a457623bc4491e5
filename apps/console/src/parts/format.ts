const NUMBER = new Intl.NumberFormat("en-GB");
const UNITS = ["B", "kB", "MB", "GB", "TB"];
const SPANS: readonly [seconds: number, name: string][] = [
  [86_400, "d"],
  [3_600, "h"],
  [60, "m"],
  [1, "s"],
];

/** 1,234,567 */
export function count(value: number): string {
  return NUMBER.format(value);
}

/** "1 file", "2,000 files" */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** Bytes as 1.2 MB, in powers of 1,000. */
export function bytes(value: number): string {
  let rest = value;
  let unit = 0;
  while (rest >= 999.5 && unit < UNITS.length - 1) {
    rest /= 1_000;
    unit += 1;
  }
  const digits = unit === 0 || rest >= 99.95 ? 0 : 1;
  return `${rest.toFixed(digits)} ${UNITS[unit]}`;
}

/** Seconds as "4 s", "3 m 10 s", "2 d 4 h": the two largest units. */
export function span(seconds: number): string {
  let rest = Math.max(0, Math.round(seconds));
  const parts: string[] = [];
  for (const [size, name] of SPANS) {
    const amount = Math.floor(rest / size);
    rest -= amount * size;
    if (amount > 0) parts.push(`${amount} ${name}`);
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.join(" ") || "0 s";
}

/** Milliseconds as "340 ms", "1.3 s", or as `span` has it. */
export function milliseconds(value: number): string {
  if (value < 999.5) return `${Math.round(value)} ms`;
  return value < 9_950 ? `${(value / 1_000).toFixed(1)} s` : span(value / 1_000);
}

/** 0 to 1 as "42 %". 100 only when it is all. */
export function percent(share: number): string {
  return `${Math.floor(share * 100)} %`;
}
