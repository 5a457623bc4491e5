import { describe, expect, it } from "@jest/globals";
import { createDocument } from "../src/openapi/document.ts";
import { expectProblem } from "./expect-problem.ts";
import { setupApi } from "./setup.ts";

const api = setupApi();

describe("GET /openapi.json", () => {
  it("answers with the document", async () => {
    const answer = await api.http.get("/openapi.json");

    expect(answer.type).toBe("application/json");
    expect(answer.body).toEqual(JSON.parse(JSON.stringify(createDocument())));
  });
});

describe("GET /docs", () => {
  it("serves every script, style and link that its page names, and names none elsewhere", async () => {
    const page = await api.http.get("/docs");
    const names = [...page.text.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, name]) => name ?? "");

    expect(page.type).toBe("text/html");
    expect(names).toContain("/docs/swagger-ui-bundle.js");
    for (const name of names) {
      expect(name).toMatch(/^\/\w/);
      expect((await api.http.get(name)).status).toBe(200);
    }
  });

  it("brings nothing inline, and lets a browser ask no other site", async () => {
    const page = await api.http.get("/docs");
    const start = await api.http.get("/docs/start.js");

    expect(page.text).not.toMatch(/<script>|<style|\son\w+=|style=/);
    expect(page.headers["content-security-policy"]).toContain("default-src 'self'");
    expect(page.headers["content-security-policy"]).not.toMatch(/script-src|connect-src|http/);
    expect(start.text).toContain('url: "/openapi.json"');
    expect(start.text).toContain("validatorUrl: null");
    expect(start.text).not.toMatch(/https?:/);
  });

  it("sends a script again only when it is another one", async () => {
    const first = await api.http.get("/docs/swagger-ui-bundle.js");
    const again = await api.http
      .get("/docs/swagger-ui-bundle.js")
      .set("If-None-Match", first.headers["etag"] ?? "");

    expect(first.headers["cache-control"]).toBe("no-cache");
    expect(again.status).toBe(304);
  });

  it("serves nothing else of Swagger UI, and takes no other method", async () => {
    expectProblem(await api.http.get("/docs/index.html"), 404, "not_found");
    expectProblem(await api.http.get("/docs/swagger-initializer.js"), 404, "not_found");
    expectProblem(await api.http.post("/docs"), 405, "method_not_allowed");
  });
});
