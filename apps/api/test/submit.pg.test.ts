import { describe, expect, it } from "@jest/globals";
import { Problem, ScanAccepted, ScanStatus } from "@sitemap-scanner/contracts";
import { randomUUID } from "node:crypto";
import { expectProblem } from "./expect-problem.ts";
import { DEAD_REDIS, setupApi } from "./setup.ts";

const SCAN = "/api/v3/sitemap/scan";
const api = setupApi({ SCAN_MAX_PAGES_LIMIT: "50000", REDIS_URL: DEAD_REDIS });

function aDomain(): string {
  return `${randomUUID()}.com`;
}

/** What the accepted job is to do, as it was stored. */
async function paramsOf({ body }: { body: unknown }): Promise<unknown> {
  const job = await api.db
    .selectFrom("jobs")
    .select("params")
    .where("job_id", "=", ScanAccepted.parse(body).job_id)
    .executeTakeFirstOrThrow();
  return job.params;
}

describe("POST /api/v3/sitemap/scan", () => {
  it("accepts a scan while the broker is down without waiting for it, and the job is there", async () => {
    const domain = aDomain();
    const startedAt = performance.now();

    const answer = await api.http.post(SCAN).send({ base_url: domain, max_pages: 7 });

    // Whoever waited for the broker would take the 5 s of a publish.
    expect(performance.now() - startedAt).toBeLessThan(4_000);
    expect(answer.status).toBe(202);
    const accepted = ScanAccepted.parse(answer.body);
    expect(answer.headers["location"]).toBe(accepted.status_url);
    const status = ScanStatus.parse((await api.http.get(accepted.status_url)).body);
    expect(status).toMatchObject({ status: "pending", domain, max_pages: 7, source: "api" });
    const job = await api.db
      .selectFrom("jobs")
      .innerJoin("tasks", "tasks.job_id", "jobs.job_id")
      .innerJoin("outbox", "outbox.task_id", "tasks.id")
      .select(["jobs.result_data", "tasks.kind", "outbox.published_at"])
      .where("jobs.job_id", "=", accepted.job_id)
      .executeTakeFirstOrThrow();
    expect(job).toEqual({
      result_data: { domain, max_pages: 7 },
      kind: "discover",
      published_at: null,
    });
  });

  it.each([
    ["an origin", (domain: string) => `http://${domain.toUpperCase()}`],
    ["a deep URL", (domain: string) => `https://${domain}/a/b?c=d`],
  ])("accepts %s for the domain in it", async (_name, toBaseUrl) => {
    const domain = aDomain();

    const answer = await api.http.post(SCAN).send({ base_url: toBaseUrl(domain) });

    const { status_url: statusUrl } = ScanAccepted.parse(answer.body);
    const status = ScanStatus.parse((await api.http.get(statusUrl)).body);
    expect(status).toMatchObject({ domain, max_pages: 1_000 });
  });

  it("keeps the scheme and the sitemaps that were asked for", async () => {
    const domain = aDomain();
    const sitemaps = [`https://${domain}/a.xml`, "https://cdn.example.net/b.xml"];

    const answer = await api.http
      .post(SCAN)
      .send({ base_url: `http://${domain}`, sitemap_urls: sitemaps });

    expect(await paramsOf(answer)).toEqual({ scheme: "http", sitemap_urls: sitemaps });
  });

  it.each([
    ["", {}],
    ["/", {}],
    ["/en/about?x=1#top", { path: "/en/about?x=1" }],
  ])("keeps what was asked for with the path %j", async (path, params) => {
    const domain = aDomain();

    const answer = await api.http.post(SCAN).send({ base_url: `${domain}${path}` });

    expect(await paramsOf(answer)).toEqual(params);
  });

  it("keeps whose pages are wanted, and refuses a word that it does not know", async () => {
    const answer = await api.http
      .post(SCAN)
      .send({ base_url: aDomain(), page_hosts: "same-domain" });

    expect(await paramsOf(answer)).toEqual({
      page_hosts: "same-domain",
    });
    const refused = await api.http.post(SCAN).send({ base_url: aDomain(), page_hosts: "mine" });
    expectProblem(refused, 400, "invalid_request");
  });

  it("refuses a domain whose scan is live, and leads to that scan", async () => {
    const domain = aDomain();
    const first = ScanAccepted.parse((await api.http.post(SCAN).send({ base_url: domain })).body);
    const rows = await api.countRows();

    const answer = await api.http.post(SCAN).send({ base_url: `https://${domain}/deep` });

    expect(expectProblem(answer, 409, "scan_in_progress")).toMatchObject({
      job_id: first.job_id,
      status_url: first.status_url,
    });
    expect(await api.countRows()).toBe(rows);
  });

  it("makes one scan of twenty requests at once", async () => {
    const domain = aDomain();

    const answers = await Promise.all(
      Array.from({ length: 20 }, () => api.http.post(SCAN).send({ base_url: domain })),
    );

    const accepted = answers.filter((answer) => answer.status === 202);
    expect(accepted).toHaveLength(1);
    for (const answer of answers.filter((one) => one.status !== 202)) {
      expect(expectProblem(answer, 409, "scan_in_progress")["job_id"]).toBe(
        ScanAccepted.parse(accepted[0]?.body).job_id,
      );
    }
  });

  it.each([
    ["an empty object", {}],
    ["an array", [{ base_url: "example.com" }]],
    ["an unknown field", { base_url: "example.com", colour: "red" }],
    ["a number for base_url", { base_url: 1 }],
    ["an object for base_url", { base_url: { toString: "example.com" } }],
    ["base_url of 5 kB", { base_url: `https://example.com/${"a".repeat(5_000)}` }],
    ["an empty base_url", { base_url: "  " }],
    ["max_pages of 0", { base_url: "example.com", max_pages: 0 }],
    ["max_pages with a fraction", { base_url: "example.com", max_pages: 1.5 }],
    ["max_pages as text", { base_url: "example.com", max_pages: "5" }],
    ["max_pages over the limit", { base_url: "example.com", max_pages: 50_001 }],
    ["max_pages beyond int4", { base_url: "example.com", max_pages: 2 ** 40 }],
    ["no sitemaps", { base_url: "example.com", sitemap_urls: [] }],
    ["words for a sitemap", { base_url: "example.com", sitemap_urls: ["a b"] }],
  ])("refuses %s, and writes nothing", async (_name, body) => {
    const rows = await api.countRows();

    const answer = await api.http.post(SCAN).send(body);

    expectProblem(answer, 400, "invalid_request");
    expect(await api.countRows()).toBe(rows);
  });

  it.each([
    ["loopback", { base_url: "http://127.0.0.1" }],
    ["loopback with a port", { base_url: "http://127.0.0.1:8000/" }],
    ["loopback in decimal", { base_url: "http://2130706433/" }],
    ["loopback in octal", { base_url: "http://0177.0.0.1/" }],
    ["loopback in hex", { base_url: "http://0x7f.1/" }],
    ["loopback in short", { base_url: "127.1" }],
    ["loopback in full-width", { base_url: "http://１２７.０.０.１/" }],
    ["loopback in IPv6", { base_url: "http://[::1]/" }],
    ["loopback mapped into IPv6", { base_url: "http://[::ffff:127.0.0.1]/" }],
    ["a private address", { base_url: "http://192.168.1.1/" }],
    ["the metadata service", { base_url: "http://169.254.169.254/latest/meta-data" }],
    ["localhost", { base_url: "localhost" }],
    ["a single label", { base_url: "http://intranet/" }],
    ["a local name", { base_url: "printer.local" }],
    ["an internal name", { base_url: "http://db.internal/" }],
    ["a file", { base_url: "file:///etc/passwd" }],
    ["a script", { base_url: "javascript:alert(1)" }],
    ["userinfo", { base_url: "https://user:secret@example.com/" }],
    ["an odd port", { base_url: "https://example.com:22/" }],
    ["an odd port of a bare domain", { base_url: "example.com:6379" }],
    ["NUL", { base_url: "exa\u0000mple.com" }],
    ["a lone surrogate", { base_url: "exa\ud800mple.com" }],
    ["a private sitemap", { base_url: "example.com", sitemap_urls: ["http://10.0.0.1/a.xml"] }],
    ["a sitemap in a file", { base_url: "example.com", sitemap_urls: ["file:///etc/passwd"] }],
  ])("refuses %s as a site, and writes nothing", async (_name, body) => {
    const rows = await api.countRows();

    const answer = await api.http.post(SCAN).send(body);

    expect(["invalid_domain", "target_not_public"]).toContain(expectProblem(answer, 400).code);
    expect(await api.countRows()).toBe(rows);
  });

  it("names every fault of a request, and where it is", async () => {
    const answer = await api.http.post(SCAN).send({ base_url: 1, max_pages: "x", colour: 1 });

    const { errors } = expectProblem(answer, 400, "invalid_request");
    expect(errors?.map((fault) => fault.path).sort()).toEqual(["", "base_url", "max_pages"]);
  });

  it.each([
    ["no body", "application/json", "", 400, "invalid_request"],
    ["broken JSON", "application/json", '{"base_url": "example.com"', 400, "malformed_json"],
    ["a bare text", "application/json", '"example.com"', 400, "malformed_json"],
    ["null", "application/json", "null", 400, "malformed_json"],
    ["text/plain", "text/plain", '{"base_url":"example.com"}', 415, "unsupported_media_type"],
    [
      "a form",
      "application/x-www-form-urlencoded",
      "base_url=a.com",
      415,
      "unsupported_media_type",
    ],
    ["an unknown charset", "application/json; charset=x", "{}", 415, "unsupported_media_type"],
    ["101 kB", "application/json", `{"base_url":"${"a".repeat(101_000)}"}`, 413, "body_too_large"],
    [
      "deep nesting",
      "application/json",
      `{"base_url":${"[".repeat(40_000)}${"]".repeat(40_000)}}`,
      400,
      "invalid_request",
    ],
    ["deep nesting all over", "application/json", "[".repeat(90_000), 400, "malformed_json"],
    [
      "a prototype",
      "application/json",
      '{"base_url":"example.com","__proto__":{"a":1}}',
      400,
      "invalid_request",
    ],
    [
      "a constructor",
      "application/json",
      '{"base_url":"example.com","constructor":{"prototype":{"a":1}}}',
      400,
      "invalid_request",
    ],
  ] as const)("refuses %s, and writes nothing", async (_name, type, body, status, code) => {
    const rows = await api.countRows();

    const answer = await api.http.post(SCAN).set("Content-Type", type).send(body);

    expectProblem(answer, status, code);
    expect(await api.countRows()).toBe(rows);
    expect(({} as Record<string, unknown>)["a"]).toBeUndefined();
  });

  it("refuses an encoding of the body that it cannot undo", async () => {
    const answer = await api.http
      .post(SCAN)
      .set("Content-Type", "application/json")
      .set("Content-Encoding", "x-odd")
      .send("{}");

    expectProblem(answer, 415, "unsupported_media_type");
  });

  it("refuses a request that a browser sends for another site", async () => {
    const rows = await api.countRows();

    const answer = await api.http
      .post(SCAN)
      .set("Sec-Fetch-Site", "cross-site")
      .send({ base_url: aDomain() });

    expectProblem(answer, 403, "forbidden");
    expect(await api.countRows()).toBe(rows);
  });

  it("repeats no password that it was sent, in its answer or its log", async () => {
    const answer = await api.http
      .post(`${SCAN}?token=hunter2`)
      .send({ base_url: "https://user:hunter2@example.com/" });

    expect(Problem.parse(answer.body).status).toBe(400);
    expect(answer.text).not.toContain("hunter2");
    expect(JSON.stringify(api.log)).not.toContain("hunter2");
  });
});
