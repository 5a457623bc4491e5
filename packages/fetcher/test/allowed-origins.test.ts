import { afterEach, describe, expect, it } from "@jest/globals";
import { failureOf, setup, textOf } from "./setup.ts";

const { aFetcher, http, tearDown } = setup();
afterEach(tearDown);

describe("a fetcher with an allowed origin", () => {
  it("fetches from it although it is private, by its address and by a name of one label", async () => {
    const site = await http((request, response) => response.end(request.headers.host));
    const named = `http://api:${site.port}`;
    const fetcher = aFetcher({
      allowPrivate: [],
      allowOrigins: [site.origin, named],
      resolve: () => Promise.resolve([{ address: "127.0.0.1", family: 4 }]),
    });

    const byAddress = await textOf(await fetcher.fetch(`${site.origin}/robots.txt`));
    const byName = await textOf(await fetcher.fetch(`${named}/robots.txt`));

    expect([byAddress, byName]).toEqual([`127.0.0.1:${site.port}`, `api:${site.port}`]);
  });

  it.each([
    ["another port", (port: number) => `http://127.0.0.1:${port}/`],
    ["another name of the same host", (port: number) => `http://localhost:${port}/`],
  ])("follows no redirect to %s, and makes no connection there", async (_what, urlOf) => {
    const other = await http((_request, response) => response.end("secret"));
    const site = await http((_request, response) => {
      response.writeHead(302, { location: urlOf(other.port) }).end();
    });
    const fetcher = aFetcher({ allowPrivate: [], allowOrigins: [site.origin] });

    const error = await failureOf(fetcher.fetch(site.origin));

    expect(error.code).toMatch(/^(?:target_not_public|redirect_blocked)$/);
    expect(other.connections).toHaveLength(0);
  });

  it("refuses the same host over another scheme, and with a user name", async () => {
    const site = await http((_request, response) => response.end());
    const fetcher = aFetcher({ allowPrivate: [], allowOrigins: [site.origin] });

    const urls = [`https://127.0.0.1:${site.port}/`, `http://me@127.0.0.1:${site.port}/`];
    for (const url of urls) {
      expect(await failureOf(fetcher.fetch(url))).toMatchObject({ code: "target_not_public" });
    }
    expect(site.connections).toHaveLength(0);
  });

  it.each(["127.0.0.1", "http://api/", "http://API", "ftp://api", "http://me@api"])(
    "is not made with %j, which is no origin",
    (origin) => {
      expect(() => aFetcher({ allowOrigins: [origin] })).toThrow(TypeError);
    },
  );
});
