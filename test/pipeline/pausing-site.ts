/** A scan that is in the middle of a file for as long as a test wants. */
import { expect } from "@jest/globals";
import { waitFor } from "@sitemap-scanner/testkit";
import type { Scanner } from "./setup.ts";

/** A site whose one sitemap stops in the middle until `release` is called, the first time it is read. */
export async function aSiteThatPauses(scanner: Scanner, { urls: count = 50_000 } = {}) {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  let requests = 0;
  const site = await scanner.startSite({
    "/robots.txt": "Sitemap: /sitemap.xml\n",
    "/sitemap.xml": () => {
      requests += 1;
      return requests === 1 ? pausing(count, released) : urls(0, count);
    },
  });
  return {
    site,
    release,
    /** Resolves when a part of the first half is stored. */
    middleOfFile: (jobId: string) =>
      waitFor(
        async () => {
          const [job] = await scanner.query<{ pages_found: number }>(
            `select pages_found from jobs where job_id = '${jobId}'`,
          );
          return (job?.pages_found ?? 0) >= count / 5;
        },
        { timeoutMs: 30_000, what: `${count / 5} pages` },
      ),
    /** Waits for the end of the scan: it has all pages, each once, and counts them truly. */
    expectAllPagesOnce: async (jobId: string): Promise<void> => {
      expect(await scanner.finished(jobId, 60_000)).toMatchObject({
        status: "complete",
        pages_found: count,
        pages_new: count,
      });
      expect(
        await scanner.query(
          `select count(*)::int as rows, count(distinct url)::int as urls,
             (select sum(pages_found)::int from sitemap_files where job_id = '${jobId}') as of_files
           from pages where last_seen_job_id = '${jobId}'`,
        ),
      ).toEqual([{ rows: count, urls: count, of_files: count }]);
      expect(await scanner.query("select * from invariant_violations")).toEqual([]);
    },
  };
}

async function* pausing(count: number, released: Promise<void>): AsyncGenerator<string> {
  yield* urls(0, count / 2, { end: false });
  await released;
  yield* urls(count / 2, count, { begin: false });
}

async function* urls(from: number, to: number, { begin = true, end = true } = {}) {
  if (begin)
    yield '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">';
  for (let i = from; i < to; i += 100) {
    let chunk = "";
    for (let j = i; j < i + 100; j += 1)
      chunk += `<url><loc>https://pages.example.com/${j}</loc></url>`;
    yield chunk;
  }
  if (end) yield "</urlset>";
}
