import type { PageList } from "@sitemap-scanner/contracts";
import {
  countPages,
  findDomainView,
  inBoundedRead,
  type Db,
  type JobView,
  type PageFilter,
  type PageWindow,
} from "@sitemap-scanner/database";
import { toListPage } from "../http/list-page.ts";
import { encodePagesCursor } from "../scans/cursors.ts";

/** Rows that one statement looks at, at most: some 10 ms. */
const WINDOW = 5_000;
/** Rows after which it shows how few match. */
const JUDGED_AFTER = 1_000;
/** Where more rows than this are to be looked at for a page, it is quicker to look at all there are at once. */
const SWEPT_FROM = 50_000;
/** To look at all there are may take this long, in ms. */
const SWEEP_MS = 3_000;
/** Rows that one request for a page looks at before it gives what it has found. */
const LOOKED_AT_MOST = 250_000;
/** Counting may take this long, in ms. */
const COUNT_MS = 5_000;
/** SQLSTATE query_canceled: the time for a statement was over. */
const QUERY_CANCELED = "57014";

/** How an export reads: what is held at a time fits into the youngest part of the heap. */
export const EXPORT_WINDOWS = { few: 250, most: WINDOW };

/** How a page of a listing reads: one window is enough when every row matches. */
export function listWindows(limit: number): { few: number; most: number } {
  return { few: limit + 1, most: WINDOW };
}

/** The rows of each window that has any. */
export async function* rowsOf<Row, T>(
  windows: AsyncIterable<PageWindow<Row>>,
  toItem: (row: Row) => T,
): AsyncGenerator<T[]> {
  for await (const { pages } of windows) {
    if (pages.length > 0) yield pages.map(toItem);
  }
}

/** Looks at all rows behind a hash at once, and gives the first that match; null when it takes too long. */
export type Sweep<Row> = (range: SweptRange) => Promise<Row[] | null>;

export interface SweptRange {
  /** The last hash before it. */
  after: string;
  limit: number;
}

export function createSweep<Row>(
  db: Db,
  read: (db: Db, range: SweptRange) => Promise<Row[]>,
): Sweep<Row> {
  return (range) => readWithin(db, SWEEP_MS, (tx) => read(tx, range));
}

/**
 * A page of a listing. Where few rows match, and to look at all takes too long, it may hold less than `limit`,
 * or nothing, and more follow.
 */
export async function toWindowedPage<Row extends { url_hash: string }, T>(
  windows: AsyncIterable<PageWindow<Row>>,
  limit: number,
  toItem: (row: Row) => T,
  sweep?: Sweep<Row>,
): Promise<{ data: T[]; has_more: boolean; next: string | null }> {
  const rows: Row[] = [];
  let looked = 0;
  let isSwept = false;
  for await (const window of windows) {
    rows.push(...window.pages);
    looked += window.looked;
    if (rows.length > limit) break;
    if (sweep && !isSwept && looked >= JUDGED_AFTER && looked * limit > SWEPT_FROM * rows.length) {
      isSwept = true;
      const rest = await sweep({ after: window.end, limit: limit + 1 - rows.length });
      rows.push(...(rest ?? []));
      if (rest) break;
    }
    if (looked >= LOOKED_AT_MOST) {
      const next = encodePagesCursor({ url_hash: window.end });
      return { data: rows.map(toItem), has_more: true, next };
    }
  }
  return toListPage(rows, limit, { toItem, cursorOf: encodePagesCursor });
}

/**
 * How many pages match in all.
 * @param job whose counter says it, when it is the latest of its domain and nothing is filtered
 */
export async function totalOf(
  db: Db,
  filter: PageFilter,
  job: JobView | undefined,
): Promise<NonNullable<PageList["total"]> | null> {
  if (job && (await findDomainView(db, job.domain))?.latest_job_id === job.job_id) {
    return job.pages_found;
  }
  return countWithin(db, (tx) => countPages(tx, filter));
}

/** @returns null when counting takes too long */
export function countWithin(db: Db, count: (db: Db) => Promise<number>): Promise<number | null> {
  return readWithin(db, COUNT_MS, count);
}

async function readWithin<T>(
  db: Db,
  statementMs: number,
  read: (db: Db) => Promise<T>,
): Promise<T | null> {
  try {
    return await inBoundedRead(db, statementMs, read);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === QUERY_CANCELED) return null;
    throw error;
  }
}
