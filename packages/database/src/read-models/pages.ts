import { sql, type RawBuilder } from "kysely";
import type { Db } from "../database.ts";
import { readWindows, type PageWindow, type WindowRange } from "./page-windows.ts";

/** A page as it is shown. Times are ISO 8601 in UTC, as the database writes them. */
export interface PageView {
  /** In hex. */
  url_hash: string;
  url: string;
  lastmod: string | null;
  lastmod_raw: string | null;
  changefreq: string | null;
  priority: number | null;
  extensions: unknown;
  sitemap_file_id: string;
  foreign_host: boolean;
  first_seen_at: string;
  last_seen_at: string;
  removed_at: string | null;
}

/** The job whose pages are asked for, as `findJobView` gives it. */
export interface PagesOwner {
  job_id: string;
  domain_id: string;
  finished_at: Date | null;
}

/** Which pages are asked for: all conditions hold together. */
export interface PageFilter {
  domainId: string;
  /** Those that this job saw; absent: those that are listed now. */
  seenBy?: PagesOwner | undefined;
  /** How path and query begin, percent-encoded as in the URL. */
  pathPrefix?: string | undefined;
  /** A text in the URL, percent-encoded as there; upper and lower case are one. */
  contains?: string | undefined;
  /** By lastmod, or found new or changed by a scan that ended since then or has not ended. */
  changedSince?: Date | undefined;
  /** Last found new by this job. */
  newIn?: string | undefined;
  /** Last found changed by this job. */
  changedIn?: string | undefined;
  /** Found gone by this job, and still gone: of those that are not listed now or were not seen. */
  removedIn?: string | undefined;
}

/**
 * The pages that match, in the order of their hashes.
 *
 * A page remembers only the last job that saw it. For an older job these are the pages that were
 * there when it ended and were seen again since.
 */
export function readPageWindows(
  db: Db,
  filter: PageFilter,
  range: WindowRange,
): AsyncGenerator<PageWindow<PageView>> {
  const matching = sql`select ${PAGE_COLUMNS} from pages_in_order where ${conditionOf(filter)}`;
  return readWindows<PageView>(db, filter.domainId, matching, range);
}

/**
 * The first pages that match after a hash, where few do: all pages of the domain are looked at once, as they
 * lie on the disk. In the order of their hashes that takes ten times as long when they do not fit into memory.
 */
export async function sweepPages(
  db: Db,
  filter: PageFilter,
  { after, until, limit }: { after: string; until?: string | undefined; limit: number },
): Promise<PageView[]> {
  const conditions = [
    sql`domain_id = ${filter.domainId} and url_hash > decode(${after}, 'hex')`,
    conditionOf(filter),
  ];
  if (until !== undefined) conditions.push(sql`url_hash <= decode(${until}, 'hex')`);
  // NOTE: sorted by an expression, so that no plan goes by the index that has them in this order.
  const { rows } = await sql<PageView>`
    with found as materialized (
      select url_hash from pages where ${sql.join(conditions, sql` and `)}
      order by url_hash || ''::bytea limit ${limit}
    )
    select ${PAGE_COLUMNS} from pages p
    where p.domain_id = ${filter.domainId} and p.url_hash = any(array(select url_hash from found))
    order by p.url_hash`.execute(db);
  return rows;
}

/** How many pages match, exactly. */
export async function countPages(db: Db, filter: PageFilter): Promise<number> {
  const { rows } = await sql<{ amount: number }>`
    select count(*)::float8 as amount from pages where domain_id = ${filter.domainId} and ${conditionOf(filter)}`.execute(
    db,
  );
  return rows[0]?.amount ?? 0;
}

/** The columns of a `PageView`, of `pages` or what has its columns. */
export const PAGE_COLUMNS = sql`encode(url_hash, 'hex') as url_hash, url, ${isoTime("lastmod")} as lastmod, lastmod_raw, changefreq, priority,
  extensions, sitemap_file_id::text as sitemap_file_id, foreign_host, ${isoTime("first_seen_at")} as first_seen_at,
  ${isoTime("last_seen_at")} as last_seen_at, ${isoTime("removed_at")} as removed_at`;

/** Written by the database: making a `Date` of it and a text of that costs a third of an export. */
function isoTime(column: string): RawBuilder<string> {
  return sql`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

function conditionOf(filter: PageFilter): RawBuilder<boolean> {
  const { domainId, pathPrefix, contains, changedSince, newIn, changedIn, removedIn } = filter;
  const conditions: RawBuilder<unknown>[] = [scopeOf(filter)];
  if (newIn !== undefined)
    conditions.push(sql`(first_seen_job_id = ${newIn} or returned_job_id = ${newIn})`);
  if (changedIn !== undefined) conditions.push(sql`changed_job_id = ${changedIn}`);
  if (removedIn !== undefined) conditions.push(sql`removed_job_id = ${removedIn}`);
  if (changedSince !== undefined) conditions.push(changedSinceOf(domainId, changedSince));
  if (pathPrefix !== undefined) conditions.push(pathBeginsWith(pathPrefix));
  // The letters of a URL are those of ASCII: "C" spares the look-up in the tables of a language.
  if (contains !== undefined)
    conditions.push(sql`strpos(lower(url collate "C"), lower(${contains}::text collate "C")) > 0`);
  return sql<boolean>`(${sql.join(conditions, sql` and `)})`;
}

// NOTE: position 9 lies in the host of http:// and https:// alike, and the path begins behind it. To look for the
// text anywhere first takes a quarter of the time: most pages are out before their characters are counted.
function pathBeginsWith(prefix: string): RawBuilder<unknown> {
  return sql`strpos(url collate "C", ${prefix}::text) > 0
    and starts_with(substr(url, strpos(substr(url, 9), '/') + 8), ${prefix}::text)`;
}

/** What a job removed it did not see, and is not listed: to be asked for, it must be let in. */
function scopeOf({ seenBy, removedIn }: PageFilter): RawBuilder<unknown> {
  if (removedIn !== undefined && (!seenBy || seenBy.job_id === removedIn)) return sql`true`;
  if (!seenBy) return sql`removed_at is null`;
  if (!seenBy.finished_at) return sql`last_seen_job_id = ${seenBy.job_id}`;
  return sql`(last_seen_job_id = ${seenBy.job_id}
    or first_seen_at <= ${seenBy.finished_at} and last_seen_at > ${seenBy.finished_at})`;
}

function changedSinceOf(domainId: string, since: Date): RawBuilder<unknown> {
  const scans = sql`(select job_id from jobs
    where domain_id = ${domainId} and (finished_at is null or finished_at >= ${since}))`;
  return sql`(lastmod >= ${since} or first_seen_at >= ${since}
    or changed_job_id in ${scans} or returned_job_id in ${scans})`;
}
