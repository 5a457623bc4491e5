import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { brotliDecompressSync, constants, gunzipSync } from "node:zlib";
import {
  brotliBomb,
  gzipBomb,
  stackedEncodings,
  startSite,
  truncatedGzip,
  type Site,
} from "../../src/index.ts";
import { ask, open } from "../wire.ts";

const MEGABYTE = 1024 * 1024;

let site: Site;
beforeEach(async () => {
  site = await startSite();
});
afterEach(() => site.close());

describe.each([
  ["gzipBomb()", "gzip", gzipBomb, gunzipSync],
  ["brotliBomb()", "br", brotliBomb, brotliDecompressSync],
])("%s", (_name, coding, bomb, decompress) => {
  it("expands to its start and that many spaces, hundreds of times its size", async () => {
    site.set("/", bomb({ start: "<urlset>", bytes: 10 * MEGABYTE }));

    const { headers, body } = await ask(site, "/");

    expect(headers["content-encoding"]).toBe(coding);
    expect(body.length).toBeLessThan(MEGABYTE / 50);
    const whole = decompress(body);
    expect(whole.length).toBe("<urlset>".length + 10 * MEGABYTE);
    expect(whole.subarray(0, 10).toString()).toBe("<urlset>  ");
  });

  it("is sent again to the next, and lets a client leave in the middle", async () => {
    site.set("/", bomb());

    for (const _ of [1, 2]) {
      const response = await open(site, "/");
      for await (const chunk of response) {
        expect(chunk).toBeInstanceOf(Uint8Array);
        break;
      }
    }
  });
});

describe("stackedEncodings()", () => {
  it("is compressed as often as its header says", async () => {
    site.set("/", stackedEncodings(1_000, "<urlset/>"));

    const { headers, body } = await ask(site, "/");

    expect(headers["content-encoding"]?.split(", ")).toEqual(Array(1_000).fill("gzip"));
    let inner = body;
    for (let layer = 0; layer < 1_000; layer++) inner = gunzipSync(inner);
    expect(inner.toString()).toBe("<urlset/>");
  });
});

describe("truncatedGzip()", () => {
  it("gives a part of what was compressed, and then breaks off", () => {
    const content = Array.from({ length: 1_000 }, (_, line) => `line ${line * line}\n`).join("");

    const cut = truncatedGzip(content);

    expect(() => gunzipSync(cut)).toThrow("unexpected end of file");
    const part = gunzipSync(cut, { finishFlush: constants.Z_SYNC_FLUSH }).toString();
    expect(content.startsWith(part)).toBe(true);
    expect(part.length).toBeGreaterThan(content.length / 4);
    expect(part.length).toBeLessThan(content.length);
  });
});
