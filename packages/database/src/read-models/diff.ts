import { sql, type RawBuilder } from "kysely";
import type { Db } from "../database.ts";
import { readWindows, type PageWindow, type WindowRange } from "./page-windows.ts";
import { PAGE_COLUMNS, type PageView } from "./pages.ts";

/** Two scans of a domain: what was listed after `before`, and what after `after`, which came later. */
export interface ScanPair {
  domainId: string;
  before: string;
  after: string;
}

/** `unknown`: what is stored does not say how the page stood after one of the two. */
export type PageChange = "new" | "removed" | "changed" | "unknown";

/** A page as it is now, and what became of it between two scans. */
export interface ChangedPageView extends PageView {
  change: PageChange;
}

/** Pages by what became of them. Those that remember the same scans are judged together. */
export async function countChanges(db: Db, pair: ScanPair): Promise<Record<PageChange, number>> {
  const alike = sql`(
    select ${SCANS_REMEMBERED}, count(*) as amount from pages where domain_id = ${pair.domainId} group by ${SCANS_REMEMBERED}) pages`;
  const { rows } = await sql<{ change: PageChange; amount: number }>`
    with ${scansOf(pair)}, judged as (${judge(pair, alike)})
    select change, sum(amount)::float8 as amount from judged where change is not null group by change`.execute(
    db,
  );
  const amounts = new Map(rows.map(({ change, amount }) => [change, amount]));
  const amountOf = (change: PageChange) => amounts.get(change) ?? 0;
  return {
    new: amountOf("new"),
    removed: amountOf("removed"),
    changed: amountOf("changed"),
    unknown: amountOf("unknown"),
  };
}

/** Absent: every change. */
export type WantedChange = Exclude<PageChange, "unknown"> | undefined;

/** The pages that differ, in the order of their hashes, and those of which that is not known. */
export function readChangeWindows(
  db: Db,
  pair: ScanPair,
  { change, ...range }: WindowRange & { change?: WantedChange },
): AsyncGenerator<PageWindow<ChangedPageView>> {
  const matching = sql`
    with ${scansOf(pair)}, judged as (${judge(pair, sql`pages_in_order pages`, change)})
    select change, ${PAGE_COLUMNS} from judged where ${isWanted(change)}`;
  return readWindows<ChangedPageView>(db, pair.domainId, matching, range);
}

/** The first of them after a hash, where they are few: all pages are looked at once, as `sweepPages` does. */
export async function sweepChanges(
  db: Db,
  pair: ScanPair,
  { change, after, limit }: { change?: WantedChange; after: string; limit: number },
): Promise<ChangedPageView[]> {
  const { domainId } = pair;
  const rest = sql`(
    select * from pages where domain_id = ${domainId} and url_hash > decode(${after}, 'hex')) pages`;
  // NOTE: sorted by an expression, so that no plan goes by the index that has them in this order.
  const { rows } = await sql<ChangedPageView>`
    with ${scansOf(pair)}, judged as (${judge(pair, rest, change)}), found as materialized (
      select url_hash, change from judged where ${isWanted(change)}
      order by url_hash || ''::bytea limit ${limit}
    )
    select change, ${PAGE_COLUMNS} from (
      select p.*, change from found join pages p on p.domain_id = ${domainId} and p.url_hash = found.url_hash) page
    order by page.url_hash`.execute(db);
  return rows;
}

const isWanted = (change: WantedChange) =>
  change === undefined ? sql`change is not null` : sql`change in (${change}, 'unknown')`;

/** The scan of the same domain that completed last before this one. */
export async function findScanBefore(db: Db, jobId: string): Promise<string | undefined> {
  const scan = await db
    .selectFrom("jobs")
    .innerJoin("jobs as later", "later.domain_id", "jobs.domain_id")
    .select("jobs.job_id")
    .where("later.job_id", "=", jobId)
    .where("jobs.status", "=", "complete")
    .where(sql<boolean>`(jobs.created_at, jobs.job_id) < (later.created_at, later.job_id)`)
    .orderBy("jobs.created_at", "desc")
    .orderBy("jobs.job_id", "desc")
    .limit(1)
    .executeTakeFirst();
  return scan?.job_id;
}

/** Whether the second scan was asked for after the first one; a domain has one at a time. */
export async function isScanAfter(db: Db, first: string, second: string): Promise<boolean> {
  const { rows } = await sql<{ is_after: boolean }>`
    select (b.created_at, b.job_id) > (a.created_at, a.job_id) as is_after
    from jobs a, jobs b where a.job_id = ${first} and b.job_id = ${second}`.execute(db);
  return rows[0]?.is_after ?? false;
}

/**
 * The scans of the domain, each in its era: 0 up to `before`, 1 from there up to `after`, 2 later. And
 * the two scans that came next: what one of them found again had been gone until then.
 */
function scansOf({ domainId, before, after }: ScanPair): RawBuilder<unknown> {
  const next = (jobId: string) => sql`(select job_id from scan
    where (created_at, job_id) > ${placeOf(jobId)} order by created_at, job_id limit 1)`;
  return sql`scan as materialized (
      select job_id, created_at, case
        when (created_at, job_id) <= ${placeOf(before)} then 0
        when (created_at, job_id) <= ${placeOf(after)} then 1
        else 2 end as era
      from jobs where domain_id = ${domainId}
    ), following as materialized (
      select ${next(before)} as next_before, ${next(after)} as next_after
    )`;
}

const placeOf = (jobId: string) =>
  sql`(select created_at, job_id from jobs where job_id = ${jobId})`;

/** The scans that a page remembers: nothing else says how it stood after any of them. */
const REMEMBERED = [
  "first_seen_job_id",
  "returned_job_id",
  "changed_job_id",
  "removed_job_id",
] as const;
const SCANS_REMEMBERED = sql.join(REMEMBERED.map((column) => sql.ref(column)));

/** Which of them a later scan must have written, or a page cannot have come to this. */
const WRITTEN_BY: Readonly<
  Record<Exclude<PageChange, "unknown">, readonly (typeof REMEMBERED)[number][]>
> = {
  new: ["first_seen_job_id", "returned_job_id"],
  changed: ["changed_job_id", "returned_job_id"],
  removed: ["removed_job_id", "returned_job_id"],
};

/** What no later scan has touched cannot differ, and need not be judged: that is most pages. */
function touchedSince(change: WantedChange): RawBuilder<unknown> {
  const columns = change === undefined ? REMEMBERED : WRITTEN_BY[change];
  const touched = columns.map(
    (column) => sql`pages.${sql.ref(column)} in (select job_id from scan where era > 0)`,
  );
  return sql.join(touched, sql` or `);
}

/** A job that is kept no longer was before all that are. */
const eraOf = (scan: string, column: string) =>
  sql`case when pages.${sql.ref(column)} is not null then coalesce(${sql.ref(scan)}.era, 0) end`;

/**
 * @param source pages of the domain, or what stands for some that are alike, under the name `pages`
 * @param wanted the change that alone is looked for
 */
function judge(
  { before, after }: ScanPair,
  source: RawBuilder<unknown>,
  wanted?: WantedChange,
): RawBuilder<unknown> {
  return sql`
    select page.*, case
        when was_listed is null or is_listed is null then 'unknown'
        when is_listed and not was_listed then 'new'
        when was_listed and not is_listed then 'removed'
        when not is_listed then null
        when changed_in = 1 then 'changed'
        when changed_in = 2 or returned_in = 1 then 'unknown'
      end as change
    from (
      select *, case
          when first_in > 0 then false
          when coalesce(returned_in, 0) = 0 then removed_in is distinct from 0
          when returned_job_id = next_before then false
          when first_seen_job_id = ${before} then true
        end as was_listed, case
          when first_in > 1 then false
          when coalesce(returned_in, 0) <= 1 then coalesce(removed_in > 1, true)
          when returned_job_id = next_after then false
          when first_seen_job_id = ${after} then true
        end as is_listed
      from (
        select pages.*, next_before, next_after, ${eraOf("f", "first_seen_job_id")} as first_in,
          ${eraOf("r", "returned_job_id")} as returned_in, ${eraOf("c", "changed_job_id")} as changed_in,
          ${eraOf("x", "removed_job_id")} as removed_in
        from ${source} cross join following
        left join scan f on f.job_id = pages.first_seen_job_id
        left join scan r on r.job_id = pages.returned_job_id
        left join scan c on c.job_id = pages.changed_job_id
        left join scan x on x.job_id = pages.removed_job_id
        where ${touchedSince(wanted)}) placed) page`;
}
