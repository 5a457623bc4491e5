import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { DomainFileList, FileList, PageList } from "@sitemap-scanner/contracts";
import * as fc from "fast-check";
import { sql } from "kysely";
import { randomUUID } from "node:crypto";
import { expectProblem } from "./expect-problem.ts";
import { aFile, aJob, endJob, startJob } from "./fixtures.ts";
import { setupApi } from "./setup.ts";

const JOBS = "/api/v3/sitemap/jobs";
const api = setupApi();

/** A page as the model knows it: jobs by their number, times in days since 2024-01-01. */
interface ModelPage {
  url: string;
  lastmod: number | null;
  first: number;
  last: number;
  returned: number | null;
  changed: number | null;
  removed: number | null;
}

interface Model {
  domain: string;
  jobs: string[];
  pages: ModelPage[];
}

const AMOUNT_OF_JOBS = 3;
const DAY = 86_400_000;
const dateOf = (day: number) => new Date(Date.UTC(2024, 0, 1) + day * DAY);

/** Job `n` begins on day 10 n and ends on day 10 n + 1. */
async function someJobs(): Promise<{ domain: string; domainId: string; jobs: string[] }> {
  const domain = `${randomUUID()}.example.com`;
  const jobs: string[] = [];
  let domainId = "";
  for (let n = 0; n < AMOUNT_OF_JOBS; n++) {
    const job = await aJob(api.db, { domain });
    await startJob(api.db, job);
    await aFile(api.db, job, { url: `https://${domain}/${n}.xml`, outcome: "ok" });
    await endJob(api.db, job, { status: "complete" });
    await sql`update jobs set created_at = ${dateOf(10 * n)}, finished_at = ${dateOf(10 * n + 1)}
      where job_id = ${job.jobId}`.execute(api.db);
    jobs.push(job.jobId);
    ({ domainId } = job);
  }
  return { domain, domainId, jobs };
}

const jobNumber = fc.nat({ max: AMOUNT_OF_JOBS - 1 });
const PATHS = ["/", "/blog/", "/blog/a", "/blog/b?x=1", "/blogs/", "/caf%C3%A9/1", "/a/blog/"];

const modelPage = (n: number): fc.Arbitrary<ModelPage> =>
  fc.record({
    url: fc
      .tuple(fc.constantFrom("http", "https"), fc.constantFrom(...PATHS))
      .map(([scheme, path]) => `${scheme}://p${n}.example.com${path}`),
    lastmod: fc.option(fc.nat({ max: 40 })),
    first: jobNumber,
    last: jobNumber,
    returned: fc.option(jobNumber),
    changed: fc.option(jobNumber),
    removed: fc.option(jobNumber),
  });

async function store(pages: ModelPage[], model: Awaited<ReturnType<typeof someJobs>>) {
  const jobOf = (n: number | null) => (n === null ? null : (model.jobs[n] ?? null));
  for (const page of pages) {
    await sql`
      insert into pages (domain_id, url, url_hash, sitemap_file_id, lastmod, first_seen_job_id, last_seen_job_id,
                         returned_job_id, changed_job_id, removed_job_id, first_seen_at, last_seen_at, removed_at)
      values (${model.domainId}, ${page.url}, decode(md5(${page.url}), 'hex'), 1,
        ${page.lastmod === null ? null : dateOf(page.lastmod)}, ${jobOf(page.first)}::uuid, ${jobOf(page.last)}::uuid,
        ${jobOf(page.returned)}::uuid, ${jobOf(page.changed)}::uuid, ${jobOf(page.removed)}::uuid,
        ${dateOf(10 * page.first)}, ${dateOf(10 * page.last)}, ${page.removed === null ? null : dateOf(10 * page.removed)})`.execute(
      api.db,
    );
  }
}

interface Filters {
  path_prefix?: string | undefined;
  changed_since?: string | undefined;
  new_in?: number | undefined;
  changed_in?: number | undefined;
  removed_in?: number | undefined;
}

const filters: fc.Arbitrary<Filters> = fc.record(
  {
    path_prefix: fc.constantFrom("/", "/blog", "/blog/", "/blog/b?x", "/café", "/a", "/none"),
    changed_since: fc.nat({ max: 45 }).map((day) => dateOf(day).toISOString()),
    new_in: jobNumber,
    changed_in: jobNumber,
    removed_in: jobNumber,
  },
  { requiredKeys: [] },
);

const endOf = (n: number) => 10 * n + 1;

/** By the words of the documentation, page by page. */
function isWanted(page: ModelPage, filter: Filters, seenBy: number | undefined): boolean {
  const { path_prefix: prefix, changed_since: since } = filter;
  const { pathname, search } = new URL(page.url);
  const day = since === undefined ? 0 : (Date.parse(since) - Date.UTC(2024, 0, 1)) / DAY;
  const conditions = [
    isInScope(page, filter, seenBy),
    prefix === undefined || decodeURI(pathname + search).startsWith(prefix),
    since === undefined ||
      (page.lastmod ?? -1) >= day ||
      10 * page.first >= day ||
      [page.changed, page.returned].some((n) => n !== null && endOf(n) >= day),
    filter.new_in === undefined || [page.first, page.returned].includes(filter.new_in),
    filter.changed_in === undefined || page.changed === filter.changed_in,
    filter.removed_in === undefined || page.removed === filter.removed_in,
  ];
  return conditions.every(Boolean);
}

function isInScope(page: ModelPage, filter: Filters, seenBy: number | undefined): boolean {
  if (seenBy === undefined) return filter.removed_in !== undefined || page.removed === null;
  if (filter.removed_in === seenBy) return true;
  const wasThere = 10 * page.first <= 10 * seenBy + 1 && 10 * page.last > 10 * seenBy + 1;
  return page.last === seenBy || wasThere;
}

describe("the filters of pages", () => {
  let model: Model;

  beforeAll(async () => {
    const jobs = await someJobs();
    const [pages = []] = fc.sample(
      fc.tuple(...Array.from({ length: 120 }, (_, n) => modelPage(n))),
      1,
    );
    await store(pages, jobs);
    model = { ...jobs, pages };
  });

  it("give what a look at every page would give, alone and together, of jobs and of domains", async () => {
    await fc.assert(
      fc.asyncProperty(
        filters,
        fc.option(jobNumber, { nil: undefined }),
        async (filter, seenBy) => {
          const path =
            seenBy === undefined
              ? `/api/v3/domains/${model.domain}/pages`
              : `${JOBS}/${model.jobs[seenBy]}/pages`;
          const named = Object.entries(filter).map(([name, value]) => [
            name,
            typeof value === "number" ? model.jobs[value] : value,
          ]);

          const query = Object.fromEntries(named);
          const lines = (await api.http.get(path).query({ ...query, format: "txt" })).text;
          const counted = await api.http.get(path).query({ ...query, limit: 1, total: "true" });

          const wanted = model.pages.filter((page) => isWanted(page, filter, seenBy));
          expect(lines.split("\n").slice(0, -1).sort()).toEqual(
            wanted.map(({ url }) => url).sort(),
          );
          expect(PageList.parse(counted.body).total).toBe(wanted.length);
        },
      ),
      { numRuns: 25 },
    );
  });

  it("give every page once when all parts are put together", async () => {
    const path = `/api/v3/domains/${model.domain}/pages`;
    const urls: string[] = [];
    for (const part of ["1/3", "2/3", "3/3"]) {
      const { text } = await api.http.get(path).query({ format: "txt", part });
      urls.push(...text.split("\n").slice(0, -1));
    }

    const listed = model.pages.filter((page) => page.removed === null);
    expect(urls.sort()).toEqual(listed.map(({ url }) => url).sort());
  });

  it.each([
    ["a job that is none", { new_in: "1" }, "invalid_request"],
    ["a job that is not there", { changed_in: randomUUID() }, "job_not_of_domain"],
    ["a time that is none", { changed_since: "yesterday" }, "invalid_request"],
    ["a path that is none", { path_prefix: "blog" }, "invalid_request"],
    ["a part beyond the last", { part: "4/3" }, "invalid_request"],
    ["a filter that is none", { colour: "red" }, "invalid_request"],
  ])("refuse %s", async (_name, query, code) => {
    const answer = await api.http.get(`/api/v3/domains/${model.domain}/pages`).query(query);

    expectProblem(answer, 400, code);
  });

  it("refuse a job of another domain", async () => {
    const other = await aJob(api.db);

    const answer = await api.http
      .get(`/api/v3/domains/${model.domain}/pages`)
      .query({ removed_in: other.jobId });

    expectProblem(answer, 400, "job_not_of_domain");
  });

  afterAll(async () => {
    await sql`delete from pages`.execute(api.db);
  });
});

describe("the filters of files", () => {
  it("give the files of an outcome, a status and a kind, and how many they are", async () => {
    const job = await aJob(api.db);
    await startJob(api.db, job);
    await aFile(api.db, job, { url: "https://a.com/1.xml", outcome: "ok" });
    await aFile(api.db, job, { url: "https://a.com/2.xml", outcome: "not_found" });
    await aFile(api.db, job, { url: "https://a.com/3.xml", outcome: "forbidden" });
    await aFile(api.db, job, { url: "https://a.com/4.xml" });
    const list = async (query: object) => {
      const { body } = await api.http
        .get(`${JOBS}/${job.jobId}/files`)
        .query({ total: "true", ...query });
      const { data, total } = FileList.parse(body);
      expect(total).toBe(data.length);
      return data.map(({ url }) => url.slice(-5, -4)).join("");
    };

    expect(await list({ status: "failed" })).toBe("23");
    expect(await list({ outcome: "not_found" })).toBe("2");
    expect(await list({ kind: "urlset" })).toBe("123");
    expect(await list({ kind: "urlset", status: "complete" })).toBe("1");
    expect(await list({})).toBe("1234");
  });

  it("refuse values that there are none of", async () => {
    const { jobId } = await aJob(api.db);

    for (const query of [{ outcome: "fine" }, { status: "done" }, { kind: "pdf" }]) {
      const answer = await api.http.get(`${JOBS}/${jobId}/files`).query(query);
      expectProblem(answer, 400, "invalid_request");
    }
  });
});

describe("GET /api/v3/domains/{domain}/files", () => {
  it("lists those of the scan that ended last, and says which that is", async () => {
    const { domain, jobs } = await someJobs();
    const live = await aJob(api.db, { domain });
    await startJob(api.db, live);
    await aFile(api.db, live, { url: "https://a.com/live.xml" });

    const { body } = await api.http.get(`/api/v3/domains/${domain}/files`);

    const list = DomainFileList.parse(body);
    expect(list.job_id).toBe(jobs.at(-1));
    expect(list.data.map(({ url }) => url)).toEqual([
      `https://${domain}/${AMOUNT_OF_JOBS - 1}.xml`,
    ]);
  });

  it("goes on with the scan that it began with, when another one has ended since", async () => {
    const domain = `${randomUUID()}.example.com`;
    const endAnother = async (): Promise<void> => {
      const job = await aJob(api.db, { domain });
      await startJob(api.db, job);
      for (const name of ["a", "b"])
        await aFile(api.db, job, {
          url: `https://${domain}/${job.jobId}/${name}.xml`,
          outcome: "ok",
        });
      await endJob(api.db, job, { status: "complete" });
    };
    await endAnother();
    const path = `/api/v3/domains/${domain}/files`;
    const first = DomainFileList.parse((await api.http.get(path).query({ limit: 1 })).body);
    await endAnother();

    const { body } = await api.http.get(path).query({ limit: 1, cursor: first.next });

    const second = DomainFileList.parse(body);
    expect(second.job_id).toBe(first.job_id);
    expect(second.data.map(({ url }) => url)).toEqual([`https://${domain}/${first.job_id}/b.xml`]);
    expect(second.has_more).toBe(false);
  });

  it("lists none while no scan has ended", async () => {
    const { domain } = await aJob(api.db);

    const { body } = await api.http.get(`/api/v3/domains/${domain}/files`);

    expect(DomainFileList.parse(body)).toMatchObject({ job_id: null, data: [] });
  });
});

describe("an export", () => {
  it.each([
    ["text/csv", /^text\/csv/],
    ["application/x-ndjson", /^application\/x-ndjson/],
    ["text/plain", /^text\/plain/],
    ["application/xml", /^application\/xml/],
    ["application/json", /^application\/json/],
    ["*/*", /^application\/json/],
    ["image/png", /^application\/json/],
    ["text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", /^application\/json/],
  ])("that accepts %s gets it in the form it asks for", async (accept, type) => {
    const { jobId } = await aJob(api.db);

    const answer = await api.http.get(`${JOBS}/${jobId}/pages`).set("Accept", accept);

    expect(answer.headers["content-type"]).toMatch(type);
    expect(answer.headers["vary"]).toContain("Accept");
  });

  it("names the file to save it in by domain and job, and answers HEAD", async () => {
    const job = await aJob(api.db, { domain: `${randomUUID()}.example.com:8080` });

    const answer = await api.http.head(`${JOBS}/${job.jobId}/pages?format=csv`);

    const name = `${job.domain.replace(":", "_")}-pages-${job.jobId}.csv`;
    expect(answer.headers["content-disposition"]).toBe(`attachment; filename="${name}"`);
    expect(answer.text ?? "").toBe("");
  });

  it("counts the pages of the latest scan without looking at them", async () => {
    const job = await aJob(api.db);
    await sql`update jobs set pages_found = 7 where job_id = ${job.jobId}`.execute(api.db);

    const { body } = await api.http.get(`${JOBS}/${job.jobId}/pages?total=true`);

    expect(PageList.parse(body)).toMatchObject({ total: 7, data: [] });
  });
});
