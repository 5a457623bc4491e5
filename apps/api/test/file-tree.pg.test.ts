import { describe, expect, it } from "@jest/globals";
import { FileList } from "@sitemap-scanner/contracts";
import { sql } from "kysely";
import { expectProblem } from "./expect-problem.ts";
import { aFile, aJob, startJob } from "./fixtures.ts";
import { setupApi } from "./setup.ts";

const api = setupApi();
const filesOf = (jobId: string) => `/api/v3/sitemap/jobs/${jobId}/files`;

/** robots → root → a, b; a → c. */
async function aTree() {
  const job = await aJob(api.db);
  await startJob(api.db, job);
  const file = async (name: string, parent?: string) => {
    const id = await aFile(api.db, job, { url: `https://a.com/${name}.xml`, outcome: "ok" });
    await sql`update sitemap_files set parent_id = ${parent ?? null} where id = ${id}`.execute(
      api.db,
    );
    return id;
  };
  const root = await file("root");
  const a = await file("a", root);
  await file("b", root);
  await file("c", a);
  return { job, root, a };
}

async function level(jobId: string, parent: string): Promise<[string, number][]> {
  const answer = await api.http.get(filesOf(jobId)).query({ parent_id: parent, total: "true" });
  const { data, total } = FileList.parse(answer.body);
  expect(total).toBe(data.length);
  return data.map(({ url, children }) => [url, children]);
}

describe("the files of one parent", () => {
  it("open a tree level by level", async () => {
    const { job, root, a } = await aTree();

    expect(await level(job.jobId, "root")).toEqual([["https://a.com/root.xml", 2]]);
    expect(await level(job.jobId, root)).toEqual([
      ["https://a.com/a.xml", 1],
      ["https://a.com/b.xml", 0],
    ]);
    expect(await level(job.jobId, a)).toEqual([["https://a.com/c.xml", 0]]);
  });

  it("are none of another scan's", async () => {
    const { root } = await aTree();
    const other = await aJob(api.db);

    expect(await level(other.jobId, root)).toEqual([]);
  });

  it("are refused of what is no file", async () => {
    const job = await aJob(api.db);

    const answer = await api.http.get(filesOf(job.jobId)).query({ parent_id: "top" });

    expectProblem(answer, 400, "invalid_request");
  });
});
