import { describe, expect, it } from "@jest/globals";
import { PageList } from "@sitemap-scanner/contracts";
import { sql } from "kysely";
import { aFile, aJob, somePages, startJob } from "./fixtures.ts";
import { setupApi } from "./setup.ts";

const api = setupApi();

async function aJobWithPages(amount: number) {
  const job = await aJob(api.db, { maxPages: amount });
  await startJob(api.db, job);
  const fileId = await aFile(api.db, job, { url: "https://a.com/s.xml", outcome: "ok" });
  await somePages(api.db, job, fileId, amount);
  return job;
}

describe("the pages that contain a text", () => {
  it("are found in upper and lower case, and by characters that URLs escape", async () => {
    const job = await aJobWithPages(3);
    const urls = [
      `https://${job.domain}/Caf%C3%A9/1`,
      `https://${job.domain}/a%20b`,
      `https://${job.domain}/100_`,
    ];
    for (const [n, url] of urls.entries())
      await sql`update pages set url = ${url} where domain_id = ${job.domainId} and url = ${`https://${job.domain}/${n}`}`.execute(
        api.db,
      );
    const search = async (contains: string) => {
      const answer = await api.http
        .get(`/api/v3/sitemap/jobs/${job.jobId}/pages`)
        .query({ contains });
      return PageList.parse(answer.body).data.map(({ url }) => url);
    };

    expect(await search("café")).toEqual([urls[0]]);
    expect(await search("A b")).toEqual([urls[1]]);
    expect(await search("100_")).toEqual([urls[2]]);
    expect(await search("%25")).toEqual([]);
    expect((await search(job.domain)).toSorted()).toEqual(urls.toSorted());
  });

  it("are found all, each once, where they are few among many", async () => {
    const { jobId } = await aJobWithPages(20_000);
    const pathsOf = async (query: object) => {
      const answer = await api.http
        .get(`/api/v3/sitemap/jobs/${jobId}/pages`)
        .query({ contains: "/77", ...query });
      const { data, next, total } = PageList.parse(answer.body);
      return { paths: data.map(({ url }) => new URL(url).pathname), next, total };
    };

    const first = await pathsOf({ limit: 100, total: "true" });
    const second = await pathsOf({ limit: 100, cursor: first.next });

    expect([first.paths.length, second.paths.length, second.next]).toEqual([100, 11, null]);
    expect(first.total).toBe(111);
    const found = [...first.paths, ...second.paths];
    expect(new Set(found).size).toBe(111);
    expect(found.every((path) => path.startsWith("/77"))).toBe(true);
  });
});
