import { describe, expect, it } from "@jest/globals";
import { PROBLEMS, ProblemType } from "@sitemap-scanner/contracts";
import { expectProblem } from "./expect-problem.ts";
import { setupApi } from "./setup.ts";

const api = setupApi();

describe("the API", () => {
  it("names each request, takes a sane name from the caller, and logs it", async () => {
    const named = await api.http.get("/livez").set("X-Request-Id", "trace-1.a_B");
    const insane = await api.http.get("/nowhere").set("X-Request-Id", "a b\tc");
    const long = await api.http.get("/nowhere").set("X-Request-Id", "a".repeat(65));

    expect(named.headers["x-request-id"]).toBe("trace-1.a_B");
    for (const answer of [insane, long]) {
      expect(answer.headers["x-request-id"]).toMatch(/^[\da-f-]{36}$/);
      expectProblem(answer, 404, "not_found");
    }
    expect(api.log).toContainEqual(
      expect.objectContaining({
        message: "request answered",
        requestId: "trace-1.a_B",
        method: "GET",
        route: "/livez",
        status: 200,
        ms: expect.any(Number),
      }),
    );
  });

  it("logs the route of a request, and neither its parameters nor its query", async () => {
    await api.http.get("/api/v3/sitemap/status/parameter-value?api_key=query-value");

    expect(api.log).toContainEqual(
      expect.objectContaining({ route: "/api/v3/sitemap/status/:job_id", status: 400 }),
    );
    expect(JSON.stringify(api.log)).not.toMatch(/parameter-value|query-value/);
  });

  it("tells which methods a path has", async () => {
    const scan = await api.http.get("/api/v3/sitemap/scan");
    const jobs = await api.http.delete("/api/v3/sitemap/jobs");

    expectProblem(scan, 405, "method_not_allowed");
    expect(scan.headers["allow"]).toBe("POST");
    expectProblem(jobs, 405, "method_not_allowed");
    expect(jobs.headers["allow"]).toBe("GET, HEAD");
  });

  it("answers HEAD without a body", async () => {
    const answer = await api.http.head("/api/v3/sitemap/jobs");

    expect(answer.status).toBe(200);
    expect(answer.text).toBeUndefined();
  });

  it("answers a path that cannot be decoded with a problem", async () => {
    expectProblem(await api.http.get("/api/v3/sitemap/status/%zz"), 400, "invalid_request");
  });

  it("says what it is in no header, and forbids browsers everything", async () => {
    const { headers } = await api.http.get("/livez");

    expect(headers["x-powered-by"]).toBeUndefined();
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["content-security-policy"]).toBe(
      "default-src 'none';frame-ancestors 'none';base-uri 'none'",
    );
  });

  it.each(Object.keys(PROBLEMS))("explains the problem %s where its type leads", async (code) => {
    const answer = await api.http.get(`/problems/${code}`);

    expect(ProblemType.parse(answer.body)).toMatchObject({ code, type: `/problems/${code}` });
  });

  it.each(["nonsense", "toString", "__proto__"])("explains no problem %s", async (code) => {
    expectProblem(await api.http.get(`/problems/${code}`), 404, "not_found");
  });
});
