import { sql, type RawBuilder } from "kysely";
import type { Db } from "../database.ts";

/** A stretch of the pages of a domain in the order of their hashes, and how it is read. */
export interface WindowRange {
  /** The last hash before it, in hex. */
  after?: string | undefined;
  /** The last hash that belongs to it. */
  until?: string | undefined;
  /** Rows that a statement looks at: where most of them match, few enough to be held at a time. */
  few: number;
  /** And where few match: each statement looks at twice as many as the one before, up to this. */
  most: number;
}

export interface PageWindow<Row> {
  pages: Row[];
  /** The last hash that was looked at, whether it is among `pages` or not. */
  end: string;
  /** Rows looked at. */
  looked: number;
}

const LAST_HASH = "ff".repeat(16);

/**
 * Reads pages of a domain window by window, in the order of the primary key. So each statement is short
 * however few rows match, and none holds a connection while its rows are taken.
 *
 * @param matching a query of `pages_in_order`, which has the columns of `pages`; `url_hash` in hex
 */
export async function* readWindows<Row>(
  db: Db,
  domainId: string,
  matching: RawBuilder<unknown>,
  { after = "", until = LAST_HASH, few, most }: WindowRange,
): AsyncGenerator<PageWindow<Row>> {
  for (let from = after, size = few; ;) {
    const window = await readWindow<Row>(db, domainId, matching, { from, until, size });
    if (window.end === null) return;
    yield { ...window, end: window.end };
    if (window.looked < size) return;
    from = window.end;
    size = window.pages.length * 2 > few ? few : Math.min(most, size * 2);
  }
}

interface ReadWindow<Row> extends Omit<PageWindow<Row>, "end"> {
  end: string | null;
}

// As one value of JSON: to take so many rows apart column by column is most of the work of an export.
async function readWindow<Row>(
  db: Db,
  domainId: string,
  matching: RawBuilder<unknown>,
  range: { from: string; until: string; size: number },
): Promise<ReadWindow<Row>> {
  const { rows } = await sql<ReadWindow<Row>>`
    with pages_in_order as materialized (
      select * from pages
      where domain_id = ${domainId}
        and url_hash > decode(${range.from}, 'hex') and url_hash <= decode(${range.until}, 'hex')
      order by url_hash limit ${range.size}
    ), matching as (${matching})
    select
      (select encode(url_hash, 'hex') from pages_in_order order by url_hash desc limit 1) as end,
      (select count(*) from pages_in_order)::int as looked,
      (select coalesce(json_agg(matching order by url_hash collate "C"), '[]') from matching) as pages`.execute(
    db,
  );
  return rows[0] ?? { pages: [], end: null, looked: 0 };
}
