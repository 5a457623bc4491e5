import { describe, expect, it } from "@jest/globals";
import { ScanDiff } from "@sitemap-scanner/contracts";
import {
  dropOldListings,
  dropSingleListings,
  inTransaction,
  removeUnlistedPages,
  settleSharedPages,
  sweepChanges,
  writePages,
  type PageChange,
} from "@sitemap-scanner/database";
import { hashUrl } from "@sitemap-scanner/sitemap";
import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import { sql } from "kysely";
import { randomUUID } from "node:crypto";
import { expectProblem } from "./expect-problem.ts";
import { aJob, endJob, startJob } from "./fixtures.ts";
import { setupApi } from "./setup.ts";

const JOBS = "/api/v3/sitemap/jobs";
const api = setupApi();

/** What the one sitemap of a site lists at a scan: page → day of its lastmod. */
type Listing = ReadonlyMap<string, number>;

const CHANGES = ["new", "removed", "changed"] as const;
type Change = (typeof CHANGES)[number];

const NAMES = ["a", "b", "c", "d"];
const listing: fc.Arbitrary<Listing> = fc
  .record(Object.fromEntries(NAMES.map((name) => [name, fc.option(fc.nat({ max: 2 }))])))
  .map(
    (days) =>
      new Map(Object.entries(days).flatMap(([name, day]) => (day === null ? [] : [[name, day]]))),
  );

/** Scans the site as a worker does, and as if its file were read to the end. */
async function scan(domain: string, pages: Listing): Promise<string> {
  const job = await aJob(api.db, { domain });
  await startJob(api.db, job);
  const url = `https://${domain}/sitemap.xml`;
  const { id: fileId } = await api.db
    .insertInto("sitemap_files")
    .values({
      domain_id: job.domainId,
      job_id: job.jobId,
      url,
      url_hash: Buffer.from(hashUrl(url), "hex"),
      discovered_via: "robots",
      outcome: "ok",
      read_completely: true,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  await inTransaction(api.db, async (tx) => {
    const target = { ...job, fileId, fileHash: hashUrl(url), room: 10_000 };
    await writePages(tx, target, [...pages].map(toNewPage));
    await dropOldListings(tx, job);
    await removeUnlistedPages(tx, job);
    await settleSharedPages(tx, job);
    await dropSingleListings(tx, job);
  });
  await endJob(api.db, job, { status: "complete" });
  return job.jobId;
}

const urlOf = (name: string) => `https://example.com/${name}`;
const hashOf = (name: string) => hashUrl(urlOf(name));

function toNewPage([name, day]: [string, number]) {
  const url = urlOf(name);
  return {
    url,
    urlHash: hashUrl(url),
    lastmod: new Date(Date.UTC(2024, 0, 1 + day)),
    lastmodRaw: null,
    changefreq: null,
    priority: null,
    extensions: null,
    foreignHost: false,
  };
}

/** What became of each page from the first listing to the last one. */
function expectedChanges(listings: readonly Listing[]): Map<string, Change> {
  const [before, after] = [listings[0], listings.at(-1)];
  const changes = NAMES.flatMap((name): [string, Change][] => {
    const [was, is] = [before?.has(name), after?.has(name)];
    if (!was && is) return [[name, "new"]];
    if (was && !is) return [[name, "removed"]];
    const days = listings.map((one) => one.get(name));
    const hasMoved = days.some((day, n) => n > 0 && day !== days[n - 1]);
    return was && is && hasMoved ? [[name, "changed"]] : [];
  });
  return new Map(changes);
}

function changesOf({ data }: { data: readonly { url: string; change: PageChange }[] }) {
  return new Map(data.map((page) => [new URL(page.url).pathname.slice(1), page.change]));
}

/** What is found by a look at all pages at once, as it is made where few of many have changed. */
async function sweep(before = "", after = "", change: Change) {
  const { domain_id: domainId } = await api.db
    .selectFrom("jobs")
    .select("domain_id")
    .where("job_id", "=", after)
    .executeTakeFirstOrThrow();
  const range = { change, after: "", limit: NAMES.length };
  return changesOf({ data: await sweepChanges(api.db, { domainId, before, after }, range) });
}

const getDiff = (jobId: string | undefined, query: object = {}) =>
  api.http.get(`${JOBS}/${jobId}/diff`).query(query);

describe("GET /api/v3/sitemap/jobs/{id}/diff", () => {
  it("says of any two scans what a look at both would say, or refuses", async () => {
    let answered = 0;
    let refused = 0;
    const listings = fc.array(listing, { minLength: 3, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(listings, async (history) => {
        const domain = `${randomUUID()}.example.com`;
        const jobs: string[] = [];
        for (const pages of history) jobs.push(await scan(domain, pages));

        for (let from = 0; from < jobs.length; from++) {
          for (let to = from + 1; to < jobs.length; to++) {
            const answer = await getDiff(jobs[to], { against: jobs[from] });
            const isLatestPair = from === jobs.length - 2;
            if (answer.status === 409 && !isLatestPair) {
              expectProblem(answer, 409, "diff_not_exact");
              refused += 1;
              continue;
            }
            const expected = expectedChanges(history.slice(from, to + 1));
            const diff = ScanDiff.parse(answer.body);
            expect(changesOf(diff)).toEqual(expected);
            for (const change of CHANGES) {
              const ofOneKind = [...expected].filter(([, one]) => one === change);
              expect(diff.counts?.[change]).toBe(ofOneKind.length);
              const only = await getDiff(jobs[to], { against: jobs[from], change });
              expect(changesOf(ScanDiff.parse(only.body))).toEqual(new Map(ofOneKind));
              expect(await sweep(jobs[from], jobs[to], change)).toEqual(new Map(ofOneKind));
            }
            answered += 1;
          }
        }
      }),
      { numRuns: 15 },
    );
    // Both happen, or the test has tried nothing.
    expect(Math.min(answered, refused)).toBeGreaterThan(10);
  });

  it("compares with the scan before, counts, and pages through what differs", async () => {
    const domain = `${randomUUID()}.example.com`;
    const before = await scan(domain, new Map([["a", 0], ["b", 0], ["c", 0]])); // prettier-ignore
    const after = await scan(domain, new Map([["b", 0], ["c", 1], ["d", 1]])); // prettier-ignore

    const first = ScanDiff.parse((await getDiff(after, { limit: 2 })).body);
    const second = ScanDiff.parse((await getDiff(after, { limit: 2, cursor: first.next })).body);

    expect(first).toMatchObject({ job_id: after, against: before, has_more: true });
    expect(first.counts).toEqual({ new: 1, removed: 1, changed: 1 });
    expect(second).toMatchObject({ counts: null, has_more: false });
    expect(new Map([...changesOf(first), ...changesOf(second)])).toEqual(
      new Map([["a", "removed"], ["c", "changed"], ["d", "new"]]), // prettier-ignore
    );
  });

  it("gives only one kind of change, and all of them as csv and ndjson", async () => {
    const domain = `${randomUUID()}.example.com`;
    await scan(domain, new Map([["a", 0]]));
    const after = await scan(domain, new Map([["b", 0]]));

    const removed = ScanDiff.parse((await getDiff(after, { change: "removed" })).body);
    const csv: Record<string, string>[] = parse((await getDiff(after, { format: "csv" })).text, {
      columns: true,
      recordDelimiter: "\r\n",
    });
    const ndjson = await fetch(`${api.origin}${JOBS}/${after}/diff?format=ndjson`);

    expect([...changesOf(removed)]).toEqual([["a", "removed"]]);
    expect(new Set(csv.map(({ change }) => change))).toEqual(new Set(["new", "removed"]));
    expect((await ndjson.text()).trim().split("\n")).toHaveLength(2);
  });

  it("finds what has changed where it is little among much", async () => {
    const domain = `${randomUUID()}.example.com`;
    const names = Array.from({ length: 3_000 }, (_, n) => `p${n}`);
    const last = names.toSorted((a, b) => (hashOf(a) < hashOf(b) ? 1 : -1)).slice(0, 2);
    await scan(domain, new Map(names.map((name) => [name, 0])));
    const kept = names.filter((name) => name !== last[0]);
    const after = await scan(domain, new Map(kept.map((name) => [name, name === last[1] ? 1 : 0])));

    const all = ScanDiff.parse((await getDiff(after)).body);
    const removed = ScanDiff.parse((await getDiff(after, { change: "removed" })).body);
    const added = ScanDiff.parse((await getDiff(after, { change: "new" })).body);

    expect([...changesOf(all)]).toEqual([[last[1], "changed"], [last[0], "removed"]]); // prettier-ignore
    expect([...changesOf(removed)]).toEqual([[last[0], "removed"]]);
    expect(added).toMatchObject({ data: [], has_more: false });
  });

  it("refuses what cannot be compared, each with its code", async () => {
    const domain = `${randomUUID()}.example.com`;
    const first = await scan(domain, new Map([["a", 0]]));
    const second = await scan(domain, new Map([["a", 0]]));
    const other = await scan(`${randomUUID()}.example.com`, new Map([["a", 0]]));
    const live = await aJob(api.db, { domain });

    expectProblem(await getDiff(first), 409, "no_earlier_scan");
    expectProblem(await getDiff(first, { against: second }), 409, "no_earlier_scan");
    expectProblem(await getDiff(second, { against: second }), 409, "no_earlier_scan");
    expectProblem(await getDiff(second, { against: other }), 400, "job_not_of_domain");
    expectProblem(await getDiff(live.jobId), 409, "job_not_finished");
    expectProblem(await getDiff(randomUUID()), 404, "job_not_found");
  });

  it("takes a scan that is kept no longer for one that was before all", async () => {
    const domain = `${randomUUID()}.example.com`;
    const forgotten = await scan(domain, new Map([["a", 0]]));
    await scan(domain, new Map([["a", 0]]));
    const last = await scan(domain, new Map([["a", 0], ["b", 0]])); // prettier-ignore
    await sql`update pages set first_seen_job_id = gen_random_uuid() where first_seen_job_id = ${forgotten}`.execute(
      api.db,
    );

    const diff = ScanDiff.parse((await getDiff(last)).body);

    expect([...changesOf(diff)]).toEqual([["b", "new"]]);
  });
});
