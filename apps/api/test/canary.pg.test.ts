import { describe, expect, it } from "@jest/globals";
import { Job, listOf } from "@sitemap-scanner/contracts";
import { insertJob, upsertCanaryDomain } from "@sitemap-scanner/database";
import { parseRobots } from "@sitemap-scanner/sitemap";
import { randomUUID } from "node:crypto";
import { setupApi } from "./setup.ts";

const URL_OF_API = "http://api.internal:8000";

describe("an API that knows where workers reach it", () => {
  const api = setupApi({ CANARY_URL: URL_OF_API });

  it("names the canary's sitemap in robots.txt, and keeps crawlers out", async () => {
    const { text } = await api.http.get("/robots.txt");

    expect(text).toMatch(/^User-agent: \*\nDisallow: \/\n/);
    expect(parseRobots(Buffer.from(text), `${URL_OF_API}/robots.txt`).sitemaps).toEqual([
      `${URL_OF_API}/canary/sitemap.xml`,
    ]);
  });

  it("serves a sitemap with a few pages of its own", async () => {
    const { text, type } = await api.http.get("/canary/sitemap.xml").buffer(true);

    expect(type).toBe("application/xml");
    expect(text.match(/<loc>http:\/\/api\.internal:8000\/canary\/\d<\/loc>/g)).toHaveLength(3);
  });

  it("lists the canary's jobs to those alone who ask for them", async () => {
    const jobId = randomUUID();
    await insertJob(api.db, {
      jobId,
      domainId: await upsertCanaryDomain(api.db, "api.internal:8000"),
      source: "canary",
      createdBy: null,
      maxPages: 10,
      taskWindow: 1,
      deadlineMs: 60_000,
      params: {},
    });

    const list = async (query: object) => {
      const answer = await api.http.get("/api/v3/sitemap/jobs").query(query);
      return listOf(Job)
        .parse(answer.body)
        .data.map((job) => job.job_id);
    };

    expect(await list({})).toEqual([]);
    expect(await list({ status: "pending", domain: "api.internal:8000" })).toEqual([]);
    expect(await list({ source: "canary" })).toEqual([jobId]);
  });
});

describe("an API that cannot tell where workers reach it", () => {
  const api = setupApi({ CANARY_MS: "1000" });

  it("keeps crawlers out, has no canary, and says so once", async () => {
    const { text } = await api.http.get("/robots.txt");

    expect(text).toBe("User-agent: *\nDisallow: /\n");
    expect((await api.http.get("/canary/sitemap.xml")).status).toBe(404);
    expect(api.log.filter(({ message }) => String(message).startsWith("no canary"))).toHaveLength(
      1,
    );
  });
});
