import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, it } from "@jest/globals";
import {
  checkPostUrl,
  createPoster,
  createTargetPolicy,
  FetchError,
  type PostAnswer,
  type Poster,
  type ResolvedAddress,
} from "../src/index.ts";
import { setup } from "./setup.ts";

const { http, tcp, tearDown } = setup();
const posters: Poster[] = [];
afterEach(async () => {
  for (const poster of posters.splice(0)) poster.close();
  await tearDown();
});

function aPoster(options: Partial<Parameters<typeof createPoster>[0]> = {}): Poster {
  const poster = createPoster({
    userAgent: "test (+https://example.com)",
    allowPrivate: ["127.0.0.0/8"],
    totalMs: 5_000,
    connectMs: 1_000,
    ...options,
  });
  posters.push(poster);
  return poster;
}

function post(poster: Poster, url: string): Promise<PostAnswer> {
  return poster.post(url, { body: '{"a":1}', headers: { "content-type": "application/json" } });
}

async function failureOf(posting: Promise<PostAnswer>): Promise<string> {
  const error = await posting.then(
    () => null,
    (error: unknown) => error,
  );
  return error instanceof FetchError ? error.code : String(error);
}

describe("post()", () => {
  it("sends the body as it is, and gives what answered, of any status", async () => {
    const requests: unknown[] = [];
    const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const { method, url, headers } = request;
      requests.push([method, url, headers["content-type"], await text(request)]);
      response.writeHead(503, { "retry-after": "7" }).end("busy");
    };
    const site = await http((request, response) => void take(request, response));

    const answer = await post(aPoster(), `${site.origin}/hook?x=1`);

    expect(requests).toEqual([["POST", "/hook?x=1", "application/json", '{"a":1}']]);
    expect(answer).toMatchObject({ status: 503, retryAfterMs: 7_000 });
    expect(new TextDecoder().decode(answer.sample ?? undefined)).toBe("busy");
  });

  it("follows no redirect", async () => {
    const elsewhere = await http((_request, response) => response.end());
    const site = await http((_request, response) =>
      response.writeHead(307, { location: elsewhere.origin }).end(),
    );

    expect(await post(aPoster(), site.origin)).toMatchObject({ status: 307 });
    expect(elsewhere.connections).toHaveLength(0);
  });

  it("reads the first 4 KiB of an answer without end, and hangs up", async () => {
    const site = await http((request, response) => {
      response.writeHead(200);
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(1_024, "x")));
      };
      response.on("drain", more);
      request.resume().on("end", more);
    });

    const answer = await post(aPoster(), site.origin);

    expect(answer.status).toBe(200);
    expect(answer.sample).toHaveLength(4_096);
  });

  it("gives up on a server that does not answer in time", async () => {
    const silent = await tcp(() => undefined);

    expect(await failureOf(post(aPoster({ totalMs: 200 }), silent.origin))).toBe("timeout");
  });

  it("does not connect to a private address, by number or by name, though the name was public before", async () => {
    const site = await http((_request, response) => response.end());
    const answers: ResolvedAddress[] = [{ address: "127.0.0.1", family: 4 }];
    const poster = aPoster({ allowPrivate: [], resolve: async () => answers });

    expect(await failureOf(post(poster, site.origin))).toBe("target_not_public");
    expect(await failureOf(post(poster, "https://turned.example.com/"))).toBe("target_not_public");
    expect(site.connections).toHaveLength(0);
  });

  it("does not connect over http to what is public", async () => {
    const asked: string[] = [];
    const poster = aPoster({
      resolve: async (host) => {
        asked.push(host);
        return [{ address: "93.184.215.14", family: 4 }];
      },
    });

    expect(await failureOf(post(poster, "http://example.com/"))).toBe("target_not_public");
    expect(await failureOf(post(poster, "http://93.184.215.14/"))).toBe("target_not_public");
    expect(asked).toEqual(["example.com"]);
  });
});

describe("checkPostUrl()", () => {
  const closed = createTargetPolicy([]);
  const open = createTargetPolicy(["10.0.0.0/8"]);

  it.each(["https://example.com/hook", "https://93.184.215.14/"])("admits %s", (url) => {
    expect(() => checkPostUrl(url, closed)).not.toThrow();
  });

  it.each([
    "http://example.com/",
    "https://127.0.0.1/",
    "https://localhost/",
    "https://user:password@example.com/",
    "https://example.com:8443/",
    "ftp://example.com/",
    "no url",
  ])("refuses %s", (url) => {
    expect(() => checkPostUrl(url, closed)).toThrow("only https");
  });

  it("admits http, and any port, where a private range is opened and nowhere else", () => {
    expect(() => checkPostUrl("http://10.1.2.3:8080/", open)).not.toThrow();
    expect(() => checkPostUrl("http://192.168.1.1/", open)).toThrow("only https");
    expect(() => checkPostUrl("http://93.184.215.14/", open)).toThrow("only https");
  });
});
