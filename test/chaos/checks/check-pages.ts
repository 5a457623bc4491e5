import type { Breaches } from "../breaches.ts";
import type { PostgresServer } from "../servers.ts";
import type { ChaosSite } from "../sites.ts";

/** I7 by the rows of every job: what it says of itself is what is there, and each page is there once. */
export async function checkCounters(postgres: PostgresServer, breaches: Breaches): Promise<void> {
  const jobs = await postgres.query<{ job_id: string; detail: string }>(
    `select j.job_id, format('says %s pages (of %s), %s files, %s read, %s failed; its files are %s with %s pages, %s read, %s failed',
         j.pages_found, j.max_pages, j.sitemaps_found, j.sitemaps_read, j.sitemaps_failed, f.files, f.pages, f.read, f.failed) as detail
     from jobs j cross join lateral (
       select count(*) as files, coalesce(sum(pages_found), 0) as pages,
         count(*) filter (where status = 'complete') as read, count(*) filter (where status = 'failed') as failed
       from sitemap_files s where s.job_id = j.job_id) f
     where (j.pages_found, j.sitemaps_found, j.sitemaps_read, j.sitemaps_failed)
         is distinct from (f.pages, f.files, f.read, f.failed) or j.pages_found > j.max_pages`,
  );
  for (const { job_id, detail } of jobs) breaches.add("I7", job_id, detail);
  const twice = await postgres.query<{ url: string; rows: number }>(
    "select url, count(*)::int as rows from pages group by domain_id, url having count(*) > 1",
  );
  for (const { url, rows } of twice) breaches.add("I7", url, `is stored ${rows} times`);
}

/** How the scans of sound sites ended that did not find everything. */
export type Shortfalls = Map<string, number>;

/**
 * A scan of a sound site that says it is complete, and that every file was read, has found exactly the
 * pages that are there; and what is stored of the site is that and nothing else.
 *
 * @returns the sound sites' scans that ended otherwise, by what they say of it
 */
export async function checkSoundSites(
  postgres: PostgresServer,
  sites: readonly ChaosSite[],
  breaches: Breaches,
): Promise<Shortfalls> {
  const shortfalls: Shortfalls = new Map();
  for (const { site, kind, pages, maxPages } of sites) {
    if (!pages) continue;
    const jobs = await postgres.query<SoundJob>(
      `select job_id, j.status, pages_found, max_pages, error ->> 'code' as code,
         (select string_agg(distinct outcome, ', ') from sitemap_files f
          where f.job_id = j.job_id and f.status = 'failed') as outcomes
       from jobs j join domains d on d.id = j.domain_id
       where d.domain = $1 and j.status in ('complete', 'failed') order by j.created_at`,
      [site.domain],
    );
    for (const job of jobs) {
      const shortfall = job.code ?? job.outcomes;
      if (shortfall !== null) shortfalls.set(shortfall, (shortfalls.get(shortfall) ?? 0) + 1);
      const wanted = Math.min(pages.size, job.max_pages);
      if (shortfall === null && job.pages_found !== wanted) {
        breaches.add("pages", job.job_id, `${kind}: found ${job.pages_found} pages of ${wanted}`);
      }
    }
    const isWhole = jobs.some(
      ({ code, outcomes, status }) => status === "complete" && !code && !outcomes,
    );
    if (isWhole && maxPages === undefined) await checkStored(postgres, { site, pages }, breaches);
  }
  return shortfalls;
}

interface SoundJob {
  job_id: string;
  status: string;
  pages_found: number;
  max_pages: number;
  code: string | null;
  outcomes: string | null;
}

async function checkStored(
  postgres: PostgresServer,
  { site, pages }: { site: ChaosSite["site"]; pages: ReadonlySet<string> },
  breaches: Breaches,
): Promise<void> {
  const rows = await postgres.query<{ url: string }>(
    `select url from pages p join domains d on d.id = p.domain_id where d.domain = $1 and removed_at is null`,
    [site.domain],
  );
  const strangers = rows.filter(({ url }) => !pages.has(url));
  if (rows.length === pages.size && strangers.length === 0) return;
  const detail = `${rows.length} pages are stored, ${pages.size} are there, ${strangers.length} of the stored are not`;
  breaches.add("pages", site.domain, detail);
}
