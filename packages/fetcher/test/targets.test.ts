import { afterEach, describe, expect, it } from "@jest/globals";
import { createTargetPolicy, DEFAULT_FETCH_LIMITS, type ResolvedAddress } from "../src/index.ts";
import { createOneOffAgents } from "../src/agents.ts";
import { openHop } from "../src/open-hop.ts";
import { untilClosed } from "./listen.ts";
import { failureOf, setup, textOf } from "./setup.ts";

const { aFetcher, http, tearDown } = setup();
afterEach(tearDown);

const v4 = (address: string): ResolvedAddress => ({ address, family: 4 });
const v6 = (address: string): ResolvedAddress => ({ address, family: 6 });

/** What all refusals say, wherever they lead to. */
const REFUSED = {
  code: "target_not_public",
  message:
    "Cannot fetch the URL: only http and https on ports 80 and 443 of public addresses are fetched",
  httpStatus: null,
};

describe("fetch()", () => {
  it.each([
    "127.0.0.1",
    "127.1",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "2130706433",
    "①②⑦.0.0.1",
    "[::ffff:127.0.0.1]",
  ])("does not connect to http://%s", async (host) => {
    const site = await http((_request, response) => response.end());

    const error = await failureOf(
      aFetcher({ allowPrivate: [] }).fetch(`http://${host}:${site.port}/`),
    );

    expect(error).toMatchObject(REFUSED);
    expect(site.connections).toHaveLength(0);
  });

  it("says the same of an open port and of a closed one", async () => {
    const site = await http((_request, response) => response.end());
    const gone = await http((_request, response) => response.end());
    await gone.close();
    const fetcher = aFetcher({ allowPrivate: [] });

    const open = await failureOf(fetcher.fetch(site.origin));
    const closed = await failureOf(fetcher.fetch(gone.origin));

    expect(open).toMatchObject(REFUSED);
    expect(closed).toMatchObject(REFUSED);
    expect([open.cause, closed.cause]).toEqual([undefined, undefined]);
  });

  it.each([
    ["private", [v4("127.0.0.1")]],
    ["mixed", [v4("93.184.215.14"), v4("127.0.0.1")]],
    ["private IPv6", [v4("93.184.215.14"), v6("::1")]],
    ["mapped", [v6("::ffff:127.0.0.1")]],
    ["unreadable", [v4("localhost")]],
  ])("does not connect to a name whose addresses are %s", async (_what, addresses) => {
    const site = await http((_request, response) => response.end());
    const fetcher = aFetcher({ allowPrivate: [], resolve: () => Promise.resolve(addresses) });

    const error = await failureOf(fetcher.fetch("http://example.com/"));

    expect(error).toMatchObject(REFUSED);
    expect(site.connections).toHaveLength(0);
  });

  it("dials the address it judged, although the next look-up would give another", async () => {
    const site = await http((request, response) => response.end(request.headers.host));
    const answers = [[v4("127.0.0.1")], [v4("169.254.169.254")]];
    const resolve = () => Promise.resolve(answers.shift() ?? []);

    const response = await aFetcher({ resolve }).fetch(`http://example.com:${site.port}/`);

    expect(await textOf(response)).toBe(`example.com:${site.port}`);
    expect(answers).toHaveLength(1);
  });

  it("dials the next address when one does not answer", async () => {
    const site = await http((_request, response) => response.end("second"));
    const addresses = [v4("127.0.0.2"), v4("127.0.0.1")];
    const fetcher = aFetcher({ resolve: () => Promise.resolve(addresses) });

    const response = await fetcher.fetch(`http://example.com:${site.port}/`);

    expect(await textOf(response)).toBe("second");
  });

  it("judges a name again at each fetch and at each hop", async () => {
    const site = await http((_request, response) => {
      response.writeHead(302, { location: "/again" }).end();
    });
    const answers = [[v4("127.0.0.1")], [v4("10.0.0.1")]];
    const resolve = () => Promise.resolve(answers.shift() ?? []);

    const error = await failureOf(aFetcher({ resolve }).fetch(`http://example.com:${site.port}/`));

    expect(error).toMatchObject(REFUSED);
    expect(site.connections).toHaveLength(1);
  });

  it("never asks the resolver for a name without a public suffix", async () => {
    const asked: string[] = [];
    const resolve = (host: string) => {
      asked.push(host);
      return Promise.resolve([v4("93.184.215.14")]);
    };
    const fetcher = aFetcher({ allowPrivate: [], resolve });

    const hosts = ["localhost", "intranet", "printer.local", "metadata.google.internal", "com"];
    const errors = await Promise.all(
      hosts.map((host) => failureOf(fetcher.fetch(`http://${host}/`))),
    );

    expect(errors.every(({ code }) => code === "target_not_public")).toBe(true);
    expect(asked).toEqual([]);
  });

  it("fetches any name, on any port, that leads wholly into an open range", async () => {
    const site = await http((_request, response) => response.end("in"));
    const addresses = [v4("127.0.0.1")];
    const fetcher = aFetcher({ resolve: () => Promise.resolve(addresses) });
    const url = `http://sample.internal:${site.port}/`;

    expect(await textOf(await fetcher.fetch(url))).toBe("in");
    addresses.push(v4("93.184.215.14"));
    expect(await failureOf(fetcher.fetch(url))).toMatchObject(REFUSED);
  });

  it("refuses userinfo without repeating it", async () => {
    const site = await http((_request, response) => response.end());

    const error = await failureOf(aFetcher().fetch(`http://me:secret@127.0.0.1:${site.port}/`));

    expect(error).toMatchObject({ ...REFUSED, url: `${site.origin}/` });
    expect(site.connections).toHaveLength(0);
  });

  it.each([
    "",
    "sitemap.xml",
    "http://",
    "http://unix:/var/run/docker.sock:/",
    "file:///etc/passwd",
  ])("refuses %p", async (url) => {
    expect((await failureOf(aFetcher({ allowPrivate: [] }).fetch(url))).code).toBe(
      "target_not_public",
    );
  });
});

describe("openHop()", () => {
  it.each(["127.0.0.1", "example.com"])(
    "hangs up on %s before a byte is sent when it reaches an address it may not",
    async (host) => {
      const site = await http((_request, response) => response.end());
      const connected = site.nextConnection();
      const agents = createOneOffAgents({ maxFreeSockets: 1, proxy: null, tunnelMs: 1000 });

      const error = await failureOf(
        openHop(new URL(`http://${host}:${site.port}/`), {
          addresses: [v4("127.0.0.1")],
          agents,
          headers: {},
          limits: DEFAULT_FETCH_LIMITS,
          policy: createTargetPolicy([]),
          proxy: null,
          signal: new AbortController().signal,
        }),
      );

      expect(error).toMatchObject(REFUSED);
      const peer = await connected;
      await untilClosed(peer);
      expect(peer.bytesRead).toBe(0);
    },
  );
});
