import { inspect } from "node:util";
import { afterEach, describe, expect, it } from "@jest/globals";
import { failureOf, setup, textOf } from "./setup.ts";

const { aFetcher, http, raw, tearDown } = setup();
afterEach(tearDown);

/** A site that answers with the headers it was asked with. */
const anEcho = () => http((request, response) => response.end(JSON.stringify(request.headers)));

describe("headers by configuration", () => {
  it("go to every site, under those of a request and those that are ours", async () => {
    const sites = [await anEcho(), await anEcho()];
    const fetcher = aFetcher({
      userAgent: "scanner/1",
      headers: {
        "X-Crawler": "yes",
        Accept: "text/xml",
        "Accept-Language": "de",
        "User-Agent": "other",
        "Accept-Encoding": "identity",
      },
    });

    for (const { origin } of sites) {
      const response = await fetcher.fetch(origin, { headers: { "accept-language": "fr" } });

      expect(JSON.parse(await textOf(response))).toMatchObject({
        "x-crawler": "yes",
        accept: "text/xml",
        "accept-language": "fr",
        "accept-encoding": "gzip, br",
        "user-agent": "scanner/1",
      });
    }
  });

  it("go along with a redirect, but for what may be a credential", async () => {
    const there = await anEcho();
    const here = await http((_request, response) => {
      response.writeHead(302, { location: there.origin }).end();
    });
    const secrets = {
      Authorization: "Bearer t0ken",
      Cookie: "a=1",
      "X-Api-Key": "t0ken",
      "X-Auth-Token": "t0ken",
    };
    const fetcher = aFetcher({ headers: { "x-crawler": "yes", ...secrets } });

    const seen: Record<string, string> = JSON.parse(await textOf(await fetcher.fetch(here.origin)));

    expect(seen).toMatchObject({ "x-crawler": "yes" });
    for (const name of Object.keys(secrets)) expect(seen).not.toHaveProperty(name.toLowerCase());
  });

  it("are in no error", async () => {
    const site = await raw("SSH-2.0-OpenSSH_9.9\r\n\r\n");
    const fetcher = aFetcher({ headers: { "x-api-key": "t0ken-of-ours" } });

    const error = await failureOf(fetcher.fetch(site.origin));

    expect(error.code).toBe("protocol_error");
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain("t0ken-of-ours");
  });

  it.each<[string, Record<string, string>]>([
    ["a name that is none", { "a b": "c" }],
    ["an empty name", { "": "c" }],
    ["a value that would end the header", { a: "b\r\nhost: c" }],
  ])("are refused with %s", (_what, headers) => {
    // Not `TypeError` itself: Node's own errors come from outside of the test's realm.
    expect(() => aFetcher({ headers })).toThrow(expect.objectContaining({ name: "TypeError" }));
  });
});
