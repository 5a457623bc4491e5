import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { conditional, startSite, type Site } from "../../src/index.ts";
import { ask } from "../wire.ts";

const MONDAY = "Mon, 02 Mar 2026 10:00:00 GMT";
const TUESDAY = "Tue, 03 Mar 2026 10:00:00 GMT";

let site: Site;
beforeEach(async () => {
  site = await startSite();
});
afterEach(() => site.close());

describe("conditional()", () => {
  it("answers 304 without a body to its tag, weak or strong, in a list or as a star", async () => {
    const file = conditional({ etag: '"v1"', body: "one" });
    site.set("/", file.response);

    for (const tags of ['"v1"', 'W/"v1"', '"v0", "v1"', "*"]) {
      const { status, headers, body } = await ask(site, "/", { "if-none-match": tags });
      expect([status, headers.etag, body.length]).toEqual([304, '"v1"', 0]);
    }
    expect([file.full, file.notModified]).toEqual([0, 4]);
  });

  it("sends the whole file without a condition, or to another tag", async () => {
    const file = conditional({ etag: '"v1"', lastModified: MONDAY, body: "one" });
    site.set("/", file.response);

    const plain = await ask(site, "/");
    const other = await ask(site, "/", { "if-none-match": '"v0"', "if-modified-since": TUESDAY });

    expect([plain.status, other.status]).toEqual([200, 200]);
    expect(plain.headers).toMatchObject({ etag: '"v1"', "last-modified": MONDAY });
    expect([file.full, file.notModified]).toEqual([2, 0]);
  });

  it("goes by the date when no tag was sent", async () => {
    const file = conditional({ lastModified: MONDAY, body: "one" });
    site.set("/", file.response);

    expect((await ask(site, "/", { "if-modified-since": MONDAY })).status).toBe(304);
    expect((await ask(site, "/", { "if-modified-since": TUESDAY })).status).toBe(304);
    file.change({ lastModified: TUESDAY, body: "two" });
    const changed = await ask(site, "/", { "if-modified-since": MONDAY });

    expect([changed.status, changed.body.toString()]).toEqual([200, "two"]);
  });
});
