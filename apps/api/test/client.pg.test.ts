import { describe, expect, it } from "@jest/globals";
import { readFile } from "node:fs/promises";
import createClient from "openapi-fetch";
import { generateTypes, TYPES_FILE } from "./client/generate-types.ts";
import type { paths } from "./client/openapi.d.ts";
import { aFile, endJob, somePages, startJob } from "./fixtures.ts";
import { setupApi } from "./setup.ts";

const api = setupApi();
const aClient = () => createClient<paths>({ baseUrl: api.origin });

describe("a client that knows the document alone", () => {
  it("has types that are those of the document of now", async () => {
    expect(await readFile(TYPES_FILE, "utf8")).toBe(await generateTypes());
  });

  it("asks for a scan, waits for its end, and reads the pages", async () => {
    const client = aClient();
    const submitted = await client.POST("/api/v3/sitemap/scan", {
      body: { base_url: "client.example.com", max_pages: 3 },
    });
    const jobId = submitted.data?.job_id ?? "";
    const params = { path: { job_id: jobId } };

    const waiting = client.GET("/api/v3/sitemap/status/{job_id}", {
      params: { ...params, query: { wait: 30 } },
    });
    await endScan(jobId, { pages: 3 });
    const status = await waiting;
    const pages = await client.GET("/api/v3/sitemap/jobs/{job_id}/pages", {
      params: { ...params, query: { limit: 2 } },
    });

    expect(submitted.response.headers.get("location")).toBe(submitted.data?.status_url);
    expect(status.data?.status).toBe("complete");
    expect(status.data?.result.pages_found).toBe(3);
    expect(listOf(pages.data)?.data.map(({ url }) => url)).toHaveLength(2);
    expect(listOf(pages.data)?.has_more).toBe(true);
  });

  it("is told by its types what a request takes, and which problems may come", async () => {
    const client = aClient();
    const wrong = await client.POST("/api/v3/sitemap/scan", {
      // @ts-expect-error The document has a number there.
      body: { base_url: "a.com", max_pages: "3" },
    });
    const refused = await client.POST("/api/v3/sitemap/scan", { body: { base_url: "127.0.0.1" } });

    expect(wrong.error?.code).toBe("invalid_request");
    const code: "target_not_public" | undefined =
      refused.error?.code === "target_not_public" ? refused.error.code : undefined;
    expect(code).toBe("target_not_public");
  });
});

/** What was asked for as json; as anything else it were text. */
function listOf<T>(answer: T | string | undefined): T | undefined {
  return typeof answer === "string" ? undefined : answer;
}

/** What a worker does. */
async function endScan(jobId: string, { pages }: { pages: number }): Promise<void> {
  const { domain_id: domainId, domain } = await api.db
    .selectFrom("jobs")
    .innerJoin("domains", "domains.id", "jobs.domain_id")
    .select(["jobs.domain_id", "domains.domain"])
    .where("job_id", "=", jobId)
    .executeTakeFirstOrThrow();
  const job = { jobId, domainId, domain };
  await startJob(api.db, job);
  const fileId = await aFile(api.db, job, { url: `https://${domain}/sitemap.xml`, outcome: "ok" });
  await somePages(api.db, job, fileId, pages);
  await endJob(api.db, job, { status: "complete" });
}
