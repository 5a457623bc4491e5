import { describe, expect, it } from "@jest/globals";
import { makeTemporaryDirectory } from "@sitemap-scanner/testkit";
import express from "express";
import { mkdirSync, writeFileSync } from "node:fs";
import supertest from "supertest";
import { consoleRoutes } from "../src/console/routes.ts";

const PAGE = '<script type="module" src="/console/index-abc.js"></script>';

function serve(dist: string) {
  const app = express();
  app.use(consoleRoutes(dist));
  return supertest(app);
}

function built() {
  const dist = `${makeTemporaryDirectory("dist")}/`;
  mkdirSync(`${dist}console`);
  writeFileSync(`${dist}index.html`, PAGE);
  writeFileSync(`${dist}console/index-abc.js`, "start()");
  return serve(dist);
}

describe("the console", () => {
  it.each([
    "/",
    "/scans",
    "/scans/01890a5d-ac96-774b-bcce-b302099a8057",
    "/domains/a.example",
    "/keys",
  ])("is the same page at %s, asked for anew each time", async (path) => {
    const answer = await built().get(path);

    expect([answer.status, answer.type, answer.text]).toEqual([200, "text/html", PAGE]);
    expect(answer.headers["cache-control"]).toBe("no-cache");
    expect(answer.headers["etag"]).toBeDefined();
  });

  it("lets a browser run, show and ask what is its own, and nothing inline", async () => {
    const { headers } = await built().get("/");

    const policy = String(headers["content-security-policy"]);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
  });

  it("has assets that are kept for good, as their names change with them", async () => {
    const asset = await built().get("/console/index-abc.js");

    expect([asset.status, asset.text]).toEqual([200, "start()"]);
    expect(asset.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
  });

  it.each(["/nowhere", "/scans/a/b", "/console/none.js", "/console/", "/console/../index.html"])(
    "has nothing at %s",
    async (path) => {
      expect((await built().get(path)).status).toBe(404);
    },
  );

  it("is read, and nothing else", async () => {
    expect((await built().post("/")).status).not.toBe(200);
  });

  it("says what to run when it is not built", async () => {
    const answer = await serve(`${makeTemporaryDirectory("none")}/`).get("/");

    expect(answer.status).toBe(503);
    expect(answer.text).toContain("npm run console");
  });
});
