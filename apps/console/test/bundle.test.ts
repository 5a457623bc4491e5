import { beforeAll, describe, expect, it } from "@jest/globals";
import { startProcess } from "@sitemap-scanner/testkit";
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
/** What a browser loads before it shows anything, in bytes. */
const MOST_BYTES = 90_000;

async function build(): Promise<string> {
  const building = await startProcess({ args: ["build/build.ts"], cwd: ROOT });
  expect(await building.exited).toEqual({ code: 0, signal: null });
  return building.stderr.join("\n");
}

describe("the console, built,", () => {
  beforeAll(build, 60_000);

  it("is loaded with less than 90 kB, gzipped", () => {
    const files = globSync("dist/{index.html,console/*}", { cwd: ROOT });
    const sizes = files.map((file) => gzipSync(readFileSync(`${ROOT}${file}`)).length);

    expect(files.length).toBeGreaterThanOrEqual(3);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MOST_BYTES);
  });

  it("names nothing of another origin, and has nothing inline", () => {
    const page = readFileSync(`${ROOT}dist/index.html`, "utf8");

    expect(page).not.toMatch(/https?:|<style|style=|\son\w+=|<script[^>]*>[^<]/);
  });

  it("is not built again while nothing has changed", async () => {
    expect(await build()).toBe("");
  }, 60_000);
});
