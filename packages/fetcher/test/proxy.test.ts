import { lookup } from "node:dns/promises";
import { inspect } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import type { FetcherOptions, Resolve } from "../src/index.ts";
import { trustTestAuthority } from "./certificates.ts";
import { untilClosed } from "./listen.ts";
import { failureOf, setup, textOf } from "./setup.ts";

const { aFetcher, http, https, proxy, raw, tcp, tearDown } = setup();
afterEach(tearDown);

let distrust: () => void;
beforeAll(() => {
  distrust = trustTestAuthority();
});
afterAll(() => distrust());

const resolvePublic: Resolve = () => Promise.resolve([{ address: "93.184.215.14", family: 4 }]);

const resolvePrivate: Resolve = () => Promise.resolve([{ address: "10.0.0.1", family: 4 }]);

/** A fetcher that may go to public addresses alone, and knows one for every name. */
const aPublicFetcher = (options: Partial<FetcherOptions>) =>
  aFetcher({ allowPrivate: [], resolve: resolvePublic, ...options });

const CREDENTIALS = "me:s%3Acret";
const SECRETS = new RegExp(`s%3Acret|s:cret|${btoa("me:s:cret")}`);
const withCredentials = (origin: string) => origin.replace("//", `//${CREDENTIALS}@`);

/** How http and https fail through a proxy; neither error may hold what the proxy was told. */
async function codesOf(origin: string): Promise<string[]> {
  const fetcher = aPublicFetcher({ proxy: withCredentials(origin) });
  const errors = await Promise.all(
    ["http", "https"].map((scheme) => failureOf(fetcher.fetch(`${scheme}://example.com/`))),
  );
  for (const error of errors) expect(inspect(error, { depth: 20 })).not.toMatch(SECRETS);
  return errors.map(({ code }) => code);
}

describe("fetch() through a proxy", () => {
  it("asks for http in absolute form, and says who it is to the proxy alone", async () => {
    const site = await http((request, response) => {
      response.end(JSON.stringify({ url: request.url, ...request.headers }));
    });
    const through = await proxy({ "example.com": site.port });
    const fetcher = aPublicFetcher({ proxy: withCredentials(through.origin) });

    const response = await fetcher.fetch("http://example.com/sitemap.xml?a=1");

    const seen: Record<string, string> = JSON.parse(await textOf(response));
    expect(seen).toMatchObject({ url: "/sitemap.xml?a=1", host: "example.com" });
    expect(seen).not.toHaveProperty("proxy-authorization");
    expect(through.asked).toEqual(["GET http://example.com/sitemap.xml?a=1"]);
    expect(through.credentials).toEqual([`Basic ${btoa("me:s:cret")}`]);
  });

  it("asks for https through a tunnel to the site, whose certificate it checks", async () => {
    const site = await https("valid", (request, response) => response.end(request.headers.host));
    const bad = await https("self-signed", (_request, response) => response.end("never"));
    const through = await proxy({ "example.com:443": site.port, "bad.example.com:443": bad.port });
    const fetcher = aPublicFetcher({ proxy: withCredentials(through.origin) });

    expect(await textOf(await fetcher.fetch("https://example.com/"))).toBe("example.com");
    expect((await failureOf(fetcher.fetch("https://bad.example.com/"))).code).toBe("tls_error");
    expect(through.asked).toEqual(["CONNECT example.com:443", "CONNECT bad.example.com:443"]);
    expect(through.credentials[0]).toBe(`Basic ${btoa("me:s:cret")}`);
  });

  it("keeps its tunnel for the next request to the same site", async () => {
    const site = await https("valid", (_request, response) => response.end("ok"));
    const through = await proxy({ "example.com:443": site.port });
    const fetcher = aPublicFetcher({ proxy: through.origin });

    await textOf(await fetcher.fetch("https://example.com/1"));
    await textOf(await fetcher.fetch("https://example.com/2"));

    expect(through.asked).toHaveLength(1);
  });

  it("follows redirects through it, judging each hop", async () => {
    const site = await http((request, response) => {
      const location = request.url === "/in" ? "http://10.0.0.1/" : "https://example.com/there";
      response.writeHead(301, { location }).end();
    });
    const secure = await https("valid", (request, response) => response.end(request.url));
    const through = await proxy({ "example.com": site.port, "example.com:443": secure.port });
    const fetcher = aPublicFetcher({ proxy: through.origin });

    expect(await textOf(await fetcher.fetch("http://example.com/"))).toBe("/there");
    const error = await failureOf(fetcher.fetch("http://example.com/in"));

    expect(error.code).toBe("target_not_public");
    expect(through.asked).not.toContain("GET http://10.0.0.1/");
  });

  it.each([
    "http://127.0.0.1/",
    "http://127.1/",
    "https://[::ffff:127.0.0.1]/",
    "http://localhost/",
    "http://example.com:8080/",
    "http://private.example.com/",
  ])("refuses %s before the proxy is asked", async (url) => {
    const through = await proxy({});
    const fetcher = aPublicFetcher({ proxy: through.origin, resolve: resolvePrivate });

    expect((await failureOf(fetcher.fetch(url))).code).toBe("target_not_public");
    expect(through.connections).toHaveLength(0);
  });

  it("looks the proxy's own name up by the system, never among the addresses of the site", async () => {
    const site = await http((_request, response) => response.end("ok"));
    const through = await proxy({ "example.com": site.port });
    const { address } = await lookup("localhost", { family: 4 });
    const fetcher = aPublicFetcher({ proxy: `http://localhost:${through.port}` });

    expect(address).toBe("127.0.0.1");
    expect(await textOf(await fetcher.fetch("http://example.com/"))).toBe("ok");
  });

  it("goes nowhere when the proxy is down, or leads nowhere", async () => {
    const gone = await proxy({});
    await gone.close();
    const through = await proxy({});
    const refusing = await raw("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");

    expect(await codesOf(gone.origin)).toEqual(["connection_error", "connection_error"]);
    expect(await codesOf(through.origin)).toEqual(["server_error", "connection_error"]);
    expect(await codesOf(refusing.origin)).toEqual(["connection_error", "connection_error"]);
  });

  it("gives up a proxy that does not answer, and closes the connection", async () => {
    const mute = await tcp(() => undefined);
    const fetcher = aPublicFetcher({ proxy: mute.origin, limits: { connectMs: 60 } });
    const connected = mute.nextConnection();

    const error = await failureOf(fetcher.fetch("https://example.com/"));

    expect(["timeout", "connection_error"]).toContain(error.code);
    await untilClosed(await connected);
  });

  it("gives up a TLS handshake that does not go on within the tunnel", async () => {
    const mute = await tcp(() => undefined);
    const through = await proxy({ "example.com:443": mute.port });
    const fetcher = aPublicFetcher({ proxy: through.origin, limits: { connectMs: 80 } });

    const error = await failureOf(fetcher.fetch("https://example.com/"));

    expect(error.code).toBe("timeout");
    await untilClosed(through.connections[0]!);
  });

  it("ends at once when it is cancelled while the tunnel is dug", async () => {
    const mute = await tcp(() => undefined);
    const fetcher = aPublicFetcher({ proxy: mute.origin, limits: { connectMs: 900 } });
    const connected = mute.nextConnection();
    const controller = new AbortController();
    const failure = failureOf(fetcher.fetch("https://example.com/", controller));
    const socket = await connected;

    controller.abort("enough");

    expect(await failure).toMatchObject({ code: "cancelled", cause: "enough" });
    await untilClosed(socket);
  });
});

describe("createFetcher()", () => {
  it.each([
    "proxy:3128",
    "https://proxy:3128",
    "socks5://proxy",
    "http://proxy/path",
    "http://proxy?a",
    "http://",
    "http://100%:a@proxy",
  ])("refuses %s as a proxy, without repeating it", (url) => {
    expect(() => aFetcher({ proxy: url })).toThrow(
      "Cannot use the proxy: it is no URL such as http://user:password@host:port",
    );
  });

  it("takes no proxy from the environment", async () => {
    const site = await http((_request, response) => response.end("direct"));
    const through = await proxy({});
    const names = ["NODE_USE_ENV_PROXY", "HTTP_PROXY", "http_proxy"];
    const before = names.map((name) => [name, process.env[name]] as const);
    Object.assign(process.env, { NODE_USE_ENV_PROXY: "1", HTTP_PROXY: through.origin });
    try {
      expect(await textOf(await aFetcher().fetch(site.origin))).toBe("direct");
    } finally {
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    }
    expect(through.connections).toHaveLength(0);
  });
});
