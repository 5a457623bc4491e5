const W3C =
  /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:(?:[Tt]|\s+|T\s)\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?\s*([AaPp]\.?[Mm]\.?)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?)?)?$/i;
const RFC_2822 =
  /^(?:[a-z]{3,9},?\s+)?(\d{1,2})[\s-]+([a-z]{3})[a-z]*[\s-]+(\d{4}|\d{2})(?:\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([+-]\d{4}|[a-z]{1,4})?)?$/i;
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/** The calendar repeats itself after this. */
const FOUR_CENTURIES_MS = 146_097 * 86_400_000;
/** Hours west or east of Greenwich of the zones that RFC 2822 names. */
const ZONES: ReadonlyMap<string, number> = new Map(
  Object.entries({ z: 0, ut: 0, utc: 0, gmt: 0, est: -5, edt: -4, cst: -6, cdt: -5 }).concat(
    Object.entries({ mst: -7, mdt: -6, pst: -8, pdt: -7 }),
  ),
);

/**
 * Reads the dates of sitemaps (every W3C form, and what is seen besides: a space for the `T`, AM
 * and PM) and of feeds (RFC 2822). Without a zone it is UTC; what is finer than a millisecond is
 * cut off.
 *
 * @returns null for what is no date or an impossible one
 */
export function parseLastmod(text: string): Date | null {
  const line = text.trim();
  return parseW3c(line) ?? parseRfc2822(line);
}

function parseW3c(line: string): Date | null {
  const match = W3C.exec(line);
  if (!match) return null;
  const [, year, month, day, hour, minute, second, fraction, half, zone] = match;
  const hours = half === undefined ? Number(hour ?? 0) : to24(Number(hour), half);
  const offset = zone === undefined ? 0 : offsetMinutes(zone);
  if (hours === null || offset === null) return null;
  return build({
    year: Number(year),
    month: Number(month ?? 1),
    day: Number(day ?? 1),
    time: [hours, Number(minute ?? 0), Number(second ?? 0)],
    millisecond: fraction === undefined ? 0 : Number(fraction.slice(0, 3).padEnd(3, "0")),
    offset,
  });
}

function parseRfc2822(line: string): Date | null {
  const match = RFC_2822.exec(line);
  if (!match) return null;
  const [, day, month = "", year = "", hour, minute, second, zone] = match;
  const offset = zone === undefined ? 0 : offsetMinutes(zone);
  if (offset === null) return null;
  return build({
    year: fullYear(year),
    month: MONTHS.indexOf(month.toLowerCase()) + 1,
    day: Number(day),
    time: [Number(hour ?? 0), Number(minute ?? 0), Number(second ?? 0)],
    millisecond: 0,
    offset,
  });
}

interface Parts {
  year: number;
  month: number;
  day: number;
  time: [hour: number, minute: number, second: number];
  millisecond: number;
  /** Minutes that the clock read is ahead of UTC. */
  offset: number;
}

function build({ year, month, day, time, millisecond, offset }: Parts): Date | null {
  const [hour, minute, second] = time;
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysIn(month, year)) return null;
  if (hour > 23 || minute > 59 || second > 60) return null;
  // Date.UTC takes 99 for 1999; 400 years later the calendar is the same.
  const later = Date.UTC(year + 400, month - 1, day, hour, minute - offset, second, millisecond);
  return new Date(later - FOUR_CENTURIES_MS);
}

function daysIn(month: number, year: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function to24(hour: number, half: string): number | null {
  if (hour > 12) return hour;
  if (hour < 1) return null;
  return (hour % 12) + (half[0]?.toLowerCase() === "p" ? 12 : 0);
}

function offsetMinutes(zone: string): number | null {
  const named = ZONES.get(zone.toLowerCase());
  if (named !== undefined) return named * 60;
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (!match) return null;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  if (minutes > 14 * 60 + 59) return null;
  return match[1] === "-" ? -minutes : minutes;
}

/** RFC 2822, 4.3: two digits below 50 are of this century. */
function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length > 2) return year;
  return year < 50 ? 2000 + year : 1900 + year;
}
