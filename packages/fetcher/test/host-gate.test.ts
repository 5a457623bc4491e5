import type { ServerResponse } from "node:http";
import { afterEach, describe, expect, it } from "@jest/globals";
import type { Fetcher } from "../src/index.ts";
import { failureOf, setup, textOf } from "./setup.ts";

const { aFetcher, http, tearDown } = setup();
afterEach(tearDown);

/** A site that answers a request when it is told to. */
async function aPatientSite() {
  const waiting: { path: string; response: ServerResponse }[] = [];
  let arrived = Promise.withResolvers<void>();
  const site = await http((request, response) => {
    waiting.push({ path: request.url ?? "", response });
    arrived.resolve();
  });
  return {
    ...site,
    /** Paths of the requests that have no answer yet. */
    waiting: () => waiting.map(({ path }) => path),
    async until(count: number) {
      while (waiting.length < count) {
        await arrived.promise;
        arrived = Promise.withResolvers<void>();
      }
    },
    answer(status = 200) {
      waiting.shift()?.response.writeHead(status).end("ok");
    },
  };
}

const readAll = (fetcher: Fetcher, urls: string[]): Promise<string[]> =>
  Promise.all(urls.map(async (url) => textOf(await fetcher.fetch(url))));

describe("fetch()", () => {
  it("asks one host four times at once by default, the others in order", async () => {
    const site = await aPatientSite();
    const paths = Array.from({ length: 9 }, (_, index) => `/${index}`);
    const all = readAll(
      aFetcher(),
      paths.map((path) => `${site.origin}${path}`),
    );

    const seen: string[] = [];
    for (const path of paths) {
      await site.until(Math.min(4, paths.length - seen.length));
      expect(site.waiting().length).toBeLessThanOrEqual(4);
      seen.push(site.waiting()[0]!);
      site.answer();
      expect(seen.at(-1)).toBe(path);
    }

    expect(await all).toHaveLength(9);
    expect(site.connections.length).toBeLessThanOrEqual(5);
  });

  it("holds its turn until the body is read, discarded or has failed", async () => {
    const site = await http((request, response) => {
      if (request.url === "/cut") response.writeHead(200, { "content-length": 9 });
      response.write("begun");
      if (request.url === "/cut") request.socket.end();
      if (request.url === "/whole") response.end();
    });
    const fetcher = aFetcher({ maxPerHost: 1 });
    const first = await fetcher.fetch(`${site.origin}/slow`);
    let second: unknown;
    const next = fetcher.fetch(`${site.origin}/cut`).then((response) => (second = response));

    // Another host's line is not held up.
    const other = await http((_request, response) => response.end("ok"));
    await textOf(await fetcher.fetch(other.origin));
    expect(second).toBeUndefined();

    first.discard();
    await failureOf(textOf(await next));
    expect(await textOf(await fetcher.fetch(`${site.origin}/whole`))).toBe("begun");
  });

  it("does not count the wait in line against its deadline", async () => {
    const site = await http((_request, response) => {
      setTimeout(() => response.end("ok"), 200);
    });
    const fetcher = aFetcher({ maxPerHost: 1, limits: { totalMs: 700 } });

    const urls = Array.from({ length: 5 }, () => site.origin);

    expect(await readAll(fetcher, urls)).toEqual(urls.map(() => "ok"));
  });

  it("leaves the line when it is cancelled", async () => {
    const site = await aPatientSite();
    const fetcher = aFetcher({ maxPerHost: 1 });
    const controller = new AbortController();
    const first = fetcher.fetch(`${site.origin}/1`);
    const second = failureOf(fetcher.fetch(`${site.origin}/2`, controller));
    const third = fetcher.fetch(`${site.origin}/3`);

    controller.abort("enough");

    expect(await second).toMatchObject({ code: "cancelled", cause: "enough" });
    await site.until(1);
    site.answer();
    await textOf(await first);
    await site.until(1);
    expect(site.waiting()).toEqual(["/3"]);
    site.answer();
    await textOf(await third);
  });

  it("asks no more than one at a time after a 429, with a gap between", async () => {
    const arrivals: number[] = [];
    let open = 0;
    let most = 0;
    const site = await http((request, response) => {
      arrivals.push(performance.now());
      most = Math.max(most, (open += 1));
      response.once("close", () => (open -= 1));
      response.writeHead(request.url === "/busy" ? 429 : 200).end();
    });
    const fetcher = aFetcher();
    const before = performance.now();
    await failureOf(fetcher.fetch(`${site.origin}/busy`));

    await readAll(fetcher, [`${site.origin}/1`, `${site.origin}/2`, `${site.origin}/3`]);

    expect(most).toBe(1);
    expect(arrivals[1]! - before).toBeGreaterThan(240);
  });

  it("waits for a turn at each host that a redirect leads to, and holds none meanwhile", async () => {
    const there = await aPatientSite();
    const here = await http((request, response) => {
      const location = `${there.origin}${request.url}`;
      if (request.url === "/plain") response.end("ok");
      else response.writeHead(302, { location }).end("moved");
    });
    const fetcher = aFetcher({ maxPerHost: 1 });
    const fetches = ["/1", "/2"].map((path) => fetcher.fetch(`${here.origin}${path}`));

    await there.until(1);
    expect(await textOf(await fetcher.fetch(`${here.origin}/plain`))).toBe("ok");
    expect(there.waiting()).toEqual(["/1"]);

    there.answer();
    await textOf(await fetches[0]!);
    await there.until(1);
    there.answer();
    expect((await fetches[1]!).url).toBe(`${there.origin}/2`);
  });

  it("goes on where two hosts redirect to each other, one turn at each", async () => {
    const origins: string[] = [];
    const hop = (other: number) =>
      http((request, response) => {
        const left = Number(request.url?.slice(1));
        if (left === 0) response.end("there");
        else response.writeHead(302, { location: `${origins[other]}/${left - 1}` }).end("moved");
      });
    origins.push((await hop(1)).origin, (await hop(0)).origin);
    const fetcher = aFetcher({ maxPerHost: 1 });

    const urls = origins.flatMap((origin) => Array.from({ length: 5 }, () => `${origin}/5`));

    expect(await readAll(fetcher, urls)).toEqual(urls.map(() => "there"));
  });

  it("gives its turn back however it fails", async () => {
    const site = await http((request, response) => {
      if (request.url === "/reset") request.socket.resetAndDestroy();
      else if (request.url === "/missing") response.writeHead(404).end("a".repeat(100_000));
      else if (request.url === "/unchanged") response.writeHead(304).end();
      else if (request.url === "/mute") response.write("begun");
      else response.end("ok");
    });
    const fetcher = aFetcher({ maxPerHost: 1, limits: { idleMs: 50 } });
    const failures: string[] = [];

    for (const path of ["/reset", "/missing", "/unchanged", "/mute"]) {
      const { code } = await failureOf(fetcher.fetch(`${site.origin}${path}`).then(textOf));
      failures.push(code);
    }

    expect(failures).toEqual(["connection_error", "not_found", "protocol_error", "timeout"]);
    expect(await textOf(await fetcher.fetch(`${site.origin}/`))).toBe("ok");
  });
});

describe("createFetcher()", () => {
  it("refuses a cap of none", () => {
    expect(() => aFetcher({ maxPerHost: 0 })).toThrow(RangeError);
  });
});
