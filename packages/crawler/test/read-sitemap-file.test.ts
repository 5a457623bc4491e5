import { createHash } from "node:crypto";
import { afterEach, describe, expect, it } from "@jest/globals";
import {
  botChallenge,
  conditional,
  htmlPage,
  lyingLength,
  redirectTo,
  urlset,
  type SiteResponse,
} from "@sitemap-scanner/testkit";
import { readSitemapFile, type KnownFile, type ReadFileOptions } from "../src/index.ts";
import { setup } from "./setup.ts";

const { fetcher, site, tearDown } = setup();
afterEach(tearDown);

const ONE = "<urlset><url><loc>https://example.com/1</loc></url></urlset>";
const TWO = ONE.replace("/1<", "/2<");

describe("readSitemapFile()", () => {
  it("yields the entries and tells how it went", async () => {
    const { urls, result } = await read(urlset({ count: 3, prefix: "https://example.com/" }));

    expect(urls).toEqual([1, 2, 3].map((number) => `https://example.com/${number}`));
    expect(result).toMatchObject({ outcome: "ok", kind: "urlset", httpStatus: 200, redirects: [] });
  });

  it("makes a fault of the site an outcome, not an exception", async () => {
    const { urls, result } = await read({ status: 429, headers: { "retry-after": "7" } });

    expect(urls).toEqual([]);
    expect(result).toMatchObject({
      outcome: "rate_limited",
      httpStatus: 429,
      retryAfterMs: 7_000,
      report: null,
    });
  });

  it("keeps the entries that came before the connection broke", async () => {
    const { urls, result } = await read(brokenOff(ONE.replace("</urlset>", "")));

    expect(urls).toEqual(["https://example.com/1"]);
    expect(result.outcome).toBe("connection_error");
  });

  const lines = "https://example.com/1\n".repeat(9);
  it.each<[string, SiteResponse]>([
    ["more than it says", lyingLength({ body: lines, says: 22 })],
    [
      "a part that was not asked for",
      { status: 206, headers: { "content-range": "bytes 0-197/5000" }, body: lines },
    ],
    ["a part without a range", { status: 206, body: lines }],
  ])("calls a file partial when the server sends %s", async (_, response) => {
    const { urls, result } = await read(response);

    expect(urls[0]).toBe("https://example.com/1");
    expect(result).toMatchObject({
      outcome: "ok_partial",
      detail: "The server sent a piece of the file",
    });
  });

  it("takes a part that is the whole file for the file", async () => {
    const { result } = await read({
      status: 206,
      headers: { "content-range": `bytes 0-${ONE.length - 1}/${ONE.length}` },
      body: ONE,
    });

    expect(result.outcome).toBe("ok");
  });

  it.each([
    [403, "forbidden"],
    [429, "rate_limited"],
    [503, "server_error"],
  ])("tells a bot challenge from a plain %i by its page", async (status, plain) => {
    const challenged = await read(botChallenge("page", status));
    const refused = await read(htmlPage("<h1>No</h1>", status));

    expect(challenged.result).toMatchObject({ outcome: "blocked", httpStatus: status });
    expect(refused.result).toMatchObject({ outcome: plain, httpStatus: status });
  });

  it("tells the URLs that led to the file", async () => {
    const served = await site({ "/s.xml": redirectTo("/t.xml"), "/t.xml": ONE });

    const { result } = await readAll(`${served.origin}/s.xml`);

    expect(result).toMatchObject({
      finalUrl: `${served.origin}/t.xml`,
      redirects: [`${served.origin}/s.xml`],
    });
  });
});

describe("readSitemapFile() of a known file", () => {
  it.each([
    ["an ETag", { etag: '"v1"' }],
    ["a date", { lastModified: "Sat, 01 Jun 2024 10:00:00 GMT" }],
  ])("does not read it again when %s shows that it is the same", async (_what, version) => {
    const file = conditional({ body: ONE, ...version });

    const { urls, result } = await read(file.response, {
      known: known({ ...version, body: null }),
    });

    expect(urls).toEqual([]);
    expect(result).toMatchObject({
      outcome: "not_modified",
      httpStatus: 304,
      report: null,
      ...version,
    });
    expect(file.full).toBe(0);
  });

  it("sees by its bytes that it is the same, and yields nothing", async () => {
    const { urls, result } = await read(inPieces(ONE, 7), { known: known({ body: ONE }) });

    expect(urls).toEqual([]);
    expect(result).toMatchObject({ outcome: "not_modified", httpStatus: 200, report: null });
  });

  it.each([
    ["another one of the same length", TWO],
    ["longer at its end", `${ONE}<!-- more -->`],
    ["shorter", TWO.replace("<url>", "<url >").slice(0, -9)],
  ])("reads it as if it was not known when it is %s, however it is cut", async (_what, body) => {
    const unknown = await read(body);
    for (const size of [1, 3, 16, 1_000]) {
      const { urls, result } = await read(inPieces(body, size), { known: known({ body: ONE }) });

      expect(urls).toEqual(unknown.urls);
      expect(result.outcome).toBe(unknown.result.outcome);
      expect(result.report?.bodySha256).toEqual(unknown.result.report?.bodySha256);
      expect(result.report?.compressedBytes).toBe(body.length);
    }
  });

  it("reads one again that is too large to be held back, though it is the same", async () => {
    const body = ONE.padEnd(9 * 1024 * 1024, "\n");

    const { urls, result } = await read(body, { known: known({ body }) });

    expect(urls).toEqual(["https://example.com/1"]);
    expect(result.outcome).toBe("ok");
    expect(result.report?.bodySha256).toEqual(sha256(body));
  });

  it("takes no hash for that of another length", async () => {
    const lying = { ...known({ body: ONE }), compressedBytes: ONE.length - 1 };

    expect((await read(ONE, { known: lying })).result.outcome).toBe("ok");
    expect((await read(inPieces(ONE, 5), { known: lying })).result.outcome).toBe("ok");
  });

  it("keeps what came before the connection broke while it was held back", async () => {
    const beginning = ONE.replace("</urlset>", "");

    const { urls, result } = await read(brokenOff(beginning), { known: known({ body: ONE }) });

    expect(urls).toEqual(["https://example.com/1"]);
    expect(result.outcome).toBe("connection_error");
  });

  it("hangs up when its reader leaves early", async () => {
    const served = await site({ "/s.xml": endless() });

    const reading = readSitemapFile(fetcher(), `${served.origin}/s.xml`, {
      known: known({ body: "x".repeat(100_000) }),
    });
    for await (const _entries of reading) break;

    expect(reading.result).toMatchObject({ outcome: "ok_partial", kind: "urlset" });
    await served.close(); // fails when the route was not ended by the client
  });
});

describe("readSitemapFile() that has to claim its URL", () => {
  it("asks once, with the URL that answered, and reads what it may have", async () => {
    const served = await site({ "/s.xml": redirectTo("/T%2exml?a=b#c"), "/T%2exml": ONE });
    const claims: string[] = [];
    const claimUrl = (url: string) => Promise.resolve(claims.push(url) > 0);

    const { urls } = await readAll(`${served.origin}/s.xml`, { claimUrl });

    expect(claims).toEqual([`${served.origin}/T%2exml?a=b`]);
    expect(urls).toEqual(["https://example.com/1"]);
  });

  it("leaves the body unread when it may not have it", async () => {
    const { urls, result } = await read(endless(), { claimUrl: () => Promise.resolve(false) });

    expect(urls).toEqual([]);
    expect(result).toMatchObject({ outcome: "loop", kind: "unknown", report: null });
  });

  it("lets the failure of a claim through, and keeps no connection for it", async () => {
    const reading = read(endless(), { claimUrl: () => Promise.reject(new Error("no database")) });

    await expect(reading).rejects.toThrow("no database");
  });
});

async function read(response: SiteResponse, options?: ReadFileOptions) {
  const served = await site({ "/s.xml": response });
  return readAll(`${served.origin}/s.xml`, options);
}

async function readAll(url: string, options?: ReadFileOptions) {
  const reading = readSitemapFile(fetcher(), url, options);
  const urls: string[] = [];
  for await (const entries of reading) urls.push(...entries.map((entry) => entry.url));
  return { urls, result: reading.result };
}

function known({ body, ...rest }: { body: string | null } & Partial<KnownFile>): KnownFile {
  return {
    etag: null,
    lastModified: null,
    bodySha256: body === null ? null : sha256(body),
    compressedBytes: body === null ? null : body.length,
    ...rest,
  };
}

function sha256(body: string): Buffer {
  return createHash("sha256").update(body).digest();
}

/** In chunks of this size, without a length. */
async function* inPieces(body: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < body.length; at += size) yield body.slice(at, at + size);
}

async function* endless(): AsyncGenerator<string> {
  yield "<urlset>";
  for (;;) yield "<url><loc>https://example.com/1</loc></url>".repeat(1_000);
}

function brokenOff(beginning: string): SiteResponse {
  return (_request, response) => {
    response.writeHead(200, { "content-type": "application/xml" });
    response.write(beginning, () => response.destroy());
  };
}
