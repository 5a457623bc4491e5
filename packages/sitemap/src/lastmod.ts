const DATE = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?/;
const CLOCK = "(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d+))?)?\\s*(?:([ap])\\.?m\\.?)?";
/** What may follow a whole date: `T10:30`, ` 10:30:00.5 PM +02:00`. */
const TIME = new RegExp(`^\\s*[t\\s]\\s*${CLOCK}\\s*(z|utc|gmt|[+-]\\d{2}(?::?\\d{2})?)?$`, "i");
/** XML Schema allows a zone behind a date alone. */
const DATE_ZONE = /^(?:z|[+-]\d{2}:\d{2})$/i;
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const MONTH =
  "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?";
const WEEKDAY = "[a-z]{3,9}\\.?(?:,\\s*|\\s+)";
const RFC_2822 = new RegExp(
  `^(?:${WEEKDAY})?(\\d{1,2})[\\s-]+(${MONTH})\\.?[\\s-]+(\\d{4}|\\d{2})(?:\\s+${CLOCK}\\s*([+-]\\d{2}:?\\d{2}|[a-z]{1,5})?)?$`,
  "i",
);
/** RFC 2822 allows remarks: `+0200 (CEST)`. */
const REMARK = /\([^()]*\)/g;
/** What is longer is no date. */
const MAX_LENGTH = 100;
/** The calendar repeats itself after this. */
const FOUR_CENTURIES_MS = 146_097 * 86_400_000;
/** Hours ahead of Greenwich of the zones that RFC 2822 names; the others it takes for UTC (4.3). */
const ZONES: ReadonlyMap<string, number> = new Map(
  Object.entries({ est: -5, edt: -4, cst: -6, cdt: -5, mst: -7, mdt: -6, pst: -8, pdt: -7 }),
);

/**
 * Reads the dates of sitemaps (every W3C form, and what is seen besides: a space for the `T`, AM
 * and PM) and of feeds (RFC 2822). Without a zone it is UTC; what is finer than a millisecond is
 * cut off.
 *
 * @returns null for what is no date or an impossible one, or not of the years 1 to 9999
 */
export function parseLastmod(text: string): Date | null {
  const line = text.trim();
  if (line.length > MAX_LENGTH) return null;
  return parseW3c(line) ?? parseRfc2822(line.replaceAll(REMARK, " ").trim());
}

function parseW3c(line: string): Date | null {
  const date = DATE.exec(line);
  if (date === null) return null;
  const [whole, year = "", month = "1", day] = date;
  const rest = line.slice(whole.length);
  const clock = rest === "" ? [] : clockOf(rest);
  // Only a day has hours.
  if (clock === null || (rest !== "" && day === undefined)) return null;
  return build(Number(year), Number(month), Number(day ?? 1), clock);
}

/** @returns what CLOCK matches, and the zone; null when that does not follow a date */
function clockOf(rest: string): (string | undefined)[] | null {
  if (DATE_ZONE.test(rest)) return [undefined, undefined, undefined, undefined, undefined, rest];
  return TIME.exec(rest)?.slice(1) ?? null;
}

function parseRfc2822(line: string): Date | null {
  const match = RFC_2822.exec(line);
  if (match === null) return null;
  const [, day, month = "", year = "", ...clock] = match;
  const monthNumber = MONTHS.indexOf(month.slice(0, 3).toLowerCase()) + 1;
  return build(fullYear(year), monthNumber, Number(day), clock);
}

/** @param clock what CLOCK matches, and the zone */
function build(
  year: number,
  month: number,
  day: number,
  [hour = "0", minute = "0", second = "0", fraction = "", half, zone]: (string | undefined)[],
): Date | null {
  const hours = half === undefined ? Number(hour) : to24(Number(hour), half);
  const offset = zone === undefined ? 0 : offsetMinutes(zone);
  if (hours === null || offset === null) return null;
  const time = { hours, minutes: Number(minute), seconds: Number(second) };
  if (!isDay(year, month, day) || !isTime(time, offset)) return null;
  const milliseconds = Number(fraction.slice(0, 3).padEnd(3, "0"));
  // Date.UTC takes 99 for 1999; 400 years later the calendar is the same.
  const later = Date.UTC(
    year + 400,
    month - 1,
    day,
    hours,
    time.minutes - offset,
    time.seconds,
    milliseconds,
  );
  const date = new Date(later - FOUR_CENTURIES_MS);
  return date.getUTCFullYear() >= 1 && date.getUTCFullYear() <= 9_999 ? date : null;
}

function isDay(year: number, month: number, day: number): boolean {
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(month, year);
}

function isTime(
  { hours, minutes, seconds }: { hours: number; minutes: number; seconds: number },
  offset: number,
): boolean {
  // ISO 8601: the end of a day may be called its 24th hour.
  if (hours === 24) return minutes === 0 && seconds === 0;
  if (hours > 24 || minutes > 59) return false;
  // A leap second ends an hour of UTC, which need not be one of the zone.
  const isLeapSecond = seconds === 60 && (minutes - offset + 6_000) % 60 === 59;
  return seconds <= 59 || isLeapSecond;
}

function daysIn(month: number, year: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Programs write `14:05 PM` and `00:05 AM`, which can only mean one thing. */
function to24(hour: number, half: string): number | null {
  const isPm = half.toLowerCase() === "p";
  if (hour > 12) return isPm ? hour : null;
  if (hour === 0) return isPm ? null : 0;
  return (hour % 12) + (isPm ? 12 : 0);
}

function offsetMinutes(zone: string): number | null {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (match === null) return (ZONES.get(zone.toLowerCase()) ?? 0) * 60;
  const minutes = Number(match[3] ?? 0);
  const offset = Number(match[2]) * 60 + minutes;
  if (minutes > 59 || offset > 14 * 60 + 59) return null;
  return match[1] === "-" ? -offset : offset;
}

/** RFC 2822, 4.3: two digits below 50 are of this century. */
function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length > 2) return year;
  return year < 50 ? 2000 + year : 1900 + year;
}
