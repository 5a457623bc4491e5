import { afterEach, describe, expect, it } from "@jest/globals";
import type { Resolve } from "../src/index.ts";
import { failureOf, setup, textOf } from "./setup.ts";

const { aFetcher, http, tearDown } = setup();
afterEach(tearDown);

const resolvePublic: Resolve = () => Promise.resolve([{ address: "93.184.215.14", family: 4 }]);

const resolveHere: Resolve = () => Promise.resolve([{ address: "127.0.0.1", family: 4 }]);

/** `/5` redirects to `/4` and so on; `/0` answers. */
function countDown() {
  return http((request, response) => {
    const left = Number(request.url?.slice(1));
    if (left === 0) response.end("there");
    else response.writeHead(301, { location: String(left - 1) }).end("moved");
  });
}

describe("fetch()", () => {
  it("follows five redirects and tells the way", async () => {
    const { origin } = await countDown();

    const response = await aFetcher().fetch(`${origin}/5`);

    expect(await textOf(response)).toBe("there");
    expect(response.url).toBe(`${origin}/0`);
    expect(response.redirects).toEqual([5, 4, 3, 2, 1].map((left) => `${origin}/${left}`));
  });

  it("refuses the sixth redirect", async () => {
    const { origin } = await countDown();

    const error = await failureOf(aFetcher().fetch(`${origin}/6`));

    expect(error).toMatchObject({ code: "too_many_redirects", url: `${origin}/1` });
  });

  it.each([300, 301, 302, 303, 307, 308])("follows a %i", async (status) => {
    const site = await http((request, response) => {
      if (request.url === "/a") response.writeHead(status, { location: "/b" }).end();
      else response.end(request.url);
    });

    expect(await textOf(await aFetcher().fetch(`${site.origin}/a`))).toBe("/b");
  });

  it.each([
    ["UTF-8", Buffer.from("/böse?ü#x"), "/b%C3%B6se?%C3%BC"],
    ["Latin-1", Buffer.from("/böse?ü#x", "latin1"), "/b%F6se?%FC"],
    ["escapes and bytes", Buffer.from("/%c3%b6/\xff", "latin1"), "/%c3%b6/%FF"],
  ])("follows a Location in %s byte by byte, without its fragment", async (_, bytes, path) => {
    const site = await http((request, response) => {
      const location = bytes.toString("latin1");
      if (request.url === "/") response.writeHead(302, { location }).end();
      else response.end(request.url);
    });

    const response = await aFetcher().fetch(site.origin);

    expect(response.url).toBe(`${site.origin}${path}`);
    expect(await textOf(response)).toBe(path);
  });

  it("reads the host of a Location in UTF-8, and in nothing else", async () => {
    const site = await http((request, response) => {
      const { port } = new URL(site.origin);
      const location = Buffer.from(
        `http://bücher.example:${port}/b`,
        request.url === "/utf-8" ? "utf8" : "latin1",
      );
      if (request.url === "/b") response.end("there");
      else response.writeHead(302, { location: location.toString("latin1") }).end();
    });
    const fetcher = aFetcher({ resolve: resolveHere });

    const response = await fetcher.fetch(`${site.origin}/utf-8`);
    const error = await failureOf(fetcher.fetch(`${site.origin}/latin-1`));

    expect(await textOf(response)).toBe("there");
    expect(new URL(response.url).hostname).toBe("xn--bcher-kva.example");
    expect(error.code).toBe("redirect_blocked");
  });

  it("tells another origin neither credentials nor cookies", async () => {
    const other = await http((request, response) => {
      response.end(JSON.stringify(Object.keys(request.headers)));
    });
    const site = await http((_request, response) => {
      response.writeHead(302, { location: `${other.origin}/` }).end();
    });
    const headers = { Authorization: "Bearer x", Cookie: "a=1", "If-None-Match": '"1"' };

    const response = await aFetcher().fetch(site.origin, { headers });

    const seen: unknown = JSON.parse(await textOf(response));
    expect(seen).toContain("if-none-match");
    expect(seen).not.toContain("authorization");
    expect(seen).not.toContain("cookie");
  });

  it.each([
    ["redirect_blocked", "file:///etc/passwd"],
    ["redirect_blocked", "ftp://example.com/"],
    ["redirect_blocked", "data:text/xml,<urlset/>"],
    ["redirect_blocked", "https://example.com:8443/"],
    ["redirect_blocked", "https://user:secret@example.com/"],
    ["redirect_blocked", "http://[bad"],
    ["target_not_public", "http://169.254.169.254/latest/meta-data/"],
    ["target_not_public", "http://[::1]/"],
    ["target_not_public", "http://10.0.0.1:22/"],
    ["target_not_public", "http://intranet/"],
  ])("fails with %s when it is redirected to %s", async (code, location) => {
    const site = await http((_request, response) => response.writeHead(302, { location }).end());

    const error = await failureOf(aFetcher({ resolve: resolvePublic }).fetch(site.origin));

    expect(error.code).toBe(code);
    expect(`${error.message} ${error.url}`).not.toContain("secret");
  });

  it("counts the time of all hops against one deadline", async () => {
    const site = await http((_request, response) => {
      setTimeout(() => response.writeHead(302, { location: "/" }).end(), 60);
    });
    const fetcher = aFetcher({ limits: { totalMs: 150, headersMs: 1000 } });

    expect((await failureOf(fetcher.fetch(site.origin))).code).toBe("timeout");
  });
});
