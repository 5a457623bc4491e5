import { sql, type Selectable } from "kysely";
import type { Db } from "../database.ts";
import type { Domains } from "../schema/generated.ts";

/** A domain as it is shown, with its place in the order of listings. */
export interface DomainView extends Omit<Selectable<Domains>, "rescan_every" | "is_canary"> {
  /** Null when it is scanned only when asked for. */
  rescan_every_seconds: number | null;
  /** `created_at` in microseconds since 1970; a `Date` would round it to milliseconds. */
  created_at_us: string;
}

/** Where a listing goes on: after the row with these two. */
export interface DomainPosition {
  createdAtUs: string;
  id: string;
}

export interface DomainFilter {
  status?: DomainView["sitemap_analysis_status"] | undefined;
  after?: DomainPosition | undefined;
  limit: number;
}

/** @param domain canonical authority */
export function findDomainView(db: Db, domain: string): Promise<DomainView | undefined> {
  return selectDomains(db).where("domain", "=", domain).executeTakeFirst();
}

/** Newest first, and without the canary's. */
export function listDomainViews(db: Db, { status, after, limit }: DomainFilter) {
  let query = selectDomains(db).where("is_canary", "=", false);
  if (status) query = query.where("sitemap_analysis_status", "=", status);
  if (after) {
    query = query.where(
      sql<boolean>`(created_at, id) < (timestamptz 'epoch' + ${after.createdAtUs}::bigint * interval '1 microsecond', ${after.id}::uuid)`,
    );
  }
  return query.orderBy("created_at", "desc").orderBy("id", "desc").limit(limit).execute();
}

function selectDomains(db: Db) {
  return db
    .selectFrom("domains")
    .select([
      "id",
      "domain",
      "sitemap_analysis_status",
      "sitemap_analysis_error",
      "latest_job_id",
      "next_scan_at",
      "queued_at",
      "created_at",
      "updated_at",
      sql<number | null>`extract(epoch from rescan_every)::float8`.as("rescan_every_seconds"),
      sql<string>`(extract(epoch from created_at) * 1000000)::bigint::text`.as("created_at_us"),
    ]);
}
