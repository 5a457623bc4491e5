import { describe, expect, it } from "@jest/globals";
import { expectProblem } from "./expect-problem.ts";
import { setupApi } from "./setup.ts";

const KEYS = "/api/v3/keys";
const anybody = setupApi({ AUTH: "off" });
const named = setupApi({
  AUTH: "off",
  ALLOWED_HOSTS: "scanner.test, 192.0.2.7",
  PUBLIC_URL: "https://People.example.com/scanner",
  CANARY_URL: "http://host.docker.internal:8000",
});
const keyed = setupApi({ AUTH: "keys" });

const aKey = { owner: "tester", scopes: ["admin"] };
const NAMES_OF_OTHERS = [
  "evil.example",
  "evil.example:8000",
  "localhost.evil.example",
  "127.0.0.1.evil.example",
  "192.0.2.7",
  "localhost@evil.example",
  "evil.example#localhost",
];

const writeFrom = (origin: string) => named.http.post(KEYS).set("Origin", origin).send(aKey);

describe("while AUTH is off", () => {
  it.each(NAMES_OF_OTHERS)("makes no key for a page that had %s point here", async (host) => {
    const before = (await anybody.http.get(KEYS)).body;

    const answer = await anybody.http.post(KEYS).set("Host", host).send(aKey);

    const { detail } = expectProblem(answer, 421, "misdirected_request");
    expect(detail).toContain("ALLOWED_HOSTS");
    expect((await anybody.http.get(KEYS)).body).toEqual(before);
  });

  it.each([
    "/",
    "/api/v3/sitemap/jobs",
    "/health",
    "/livez",
    "/metrics",
    "/docs",
    "/openapi.json",
    "/robots.txt",
    "/admin/queues",
    "/nothing/here",
  ])("tells a page of another name nothing at %s", async (path) => {
    const answer = await anybody.http.get(path).set("Host", "evil.example");

    expectProblem(answer, 421, "misdirected_request");
  });

  it("looks at no name that a page can set by itself", async () => {
    const answer = await anybody.http
      .get(KEYS)
      .set({ Host: "evil.example", "X-Forwarded-Host": "localhost", Forwarded: "host=localhost" });

    expectProblem(answer, 421, "misdirected_request");
  });

  it.each(["localhost", "LOCALHOST:3000", "127.0.0.1:80", "127.9.9.9", "[::1]:8000", "[::1]"])(
    "answers as %s, whatever port leads here",
    async (host) => {
      expect((await anybody.http.get(KEYS).set("Host", host)).status).toBe(200);
    },
  );

  it.each(["scanner.test", "Scanner.Test:8443", "192.0.2.7:8000", "people.example.com"])(
    "answers as %s when the settings name it",
    async (host) => {
      expect((await named.http.get(KEYS).set("Host", host)).status).toBe(200);
    },
  );

  it("serves workers the canary's site where CANARY_URL says that they find it", async () => {
    const answer = await named.http.get("/robots.txt").set("Host", "host.docker.internal:8000");

    expect(answer.status).toBe(200);
  });

  it("refuses a write whose origin is another name, also of browsers that say no more", async () => {
    expectProblem(await writeFrom("https://evil.example"), 403, "forbidden");
    expectProblem(await writeFrom("null"), 403, "forbidden");
    expect((await writeFrom("https://scanner.test")).status).toBe(201);
  });
});

describe("while AUTH is keys", () => {
  it("answers by any name, as probes by address and proxies have it", async () => {
    const probe = await keyed.http.get("/readyz").set("Host", "10.42.0.17:8000");

    expect(probe.status).toBe(200);
    expectProblem(await keyed.http.get(KEYS).set("Host", "evil.example"), 401, "unauthorized");
  });
});
