import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "@jest/globals";
import { makeTemporaryDirectory, startProcess } from "@sitemap-scanner/testkit";
import { runHere } from "./run-cli.ts";

const MAIN = fileURLToPath(new URL("../src/main.ts", import.meta.url));

const directory = makeTemporaryDirectory("check");

const DOCUMENT = `<urlset>
<url><loc>https://x.example/1</loc><lastmod>soon</lastmod></url>
<url><loc>ftp://x.example/2</loc></url>
<url><loc>/3</loc></url>
</urlset>`;

describe("check of a file", () => {
  it("prints its verdict, with a line on each reason, and ends with 0", async () => {
    const path = await aFile("sitemap.xml.gz", gzipSync(DOCUMENT));

    const { code, stdout, stderr } = await runHere(["check", path]);

    expect(code).toBe(0);
    expect(stdout.split("\n")).toEqual([
      expect.stringMatching(/^OUTCOME +KIND +ENTRIES +REJECTED +WARNINGS +BYTES +URL$/),
      expect.stringMatching(new RegExp(`^ok +urlset +2 +1 +1 +${DOCUMENT.length} +${path}$`)),
      "",
      expect.stringMatching(/REASON +COUNT +WHAT IT MEANS$/),
      expect.stringMatching(/^rejected +url_scheme +1 +An address is neither http nor https\.$/),
      expect.stringMatching(/^warning +lastmod_unreadable +1 +A <lastmod> is no date/),
      "",
      expect.stringMatching(/^LEFT OUT FOR +AS WRITTEN +IN$/),
      expect.stringMatching(new RegExp(`^url_scheme +ftp://x.example/2 +${path}$`)),
      "",
      "1 file: 1 read, 0 failed; 2 page entries, 0 sitemap entries",
      "",
    ]);
    expect(stderr).toMatch(/relative address: 1\..*--url/);
  });

  it("resolves relative addresses against --url", async () => {
    const path = await aFile("relative.xml", DOCUMENT);

    const { stderr } = await runHere(["check", path, "--url", "https://x.example/maps/s.xml"]);

    expect(stderr).toBe("");
  });

  it("fetches nothing that an index lists, and says so", async () => {
    const path = await aFile(
      "index.xml",
      "<sitemapindex><sitemap><loc>http://127.0.0.1:9/a.xml</loc></sitemap></sitemapindex>",
    );

    const { code, stdout } = await runHere(["check", path]);

    expect(code).toBe(0);
    expect(stdout).toMatch(/1 sitemap entries\n1 listed sitemaps were not read/);
  });

  it("ends with 1 and says what to do when it is no sitemap", async () => {
    const path = await aFile("page.html", "<!doctype html><p>Welcome");

    const { code, stdout } = await runHere(["check", path]);

    expect(code).toBe(1);
    expect(stdout).toMatch(/^not_a_sitemap [^]*check what the URL serves/m);
  });

  it("prints the same as JSON", async () => {
    const path = await aFile("json.xml", DOCUMENT);

    const { stdout } = await runHere(["check", path, "--json"]);

    expect(JSON.parse(stdout)).toMatchObject({
      domain: null,
      tried: [],
      page_entries: 2,
      files: [
        {
          url: path,
          outcome: "ok",
          rejected: { url_scheme: 1 },
          rejected_texts: { url_scheme: ["ftp://x.example/2"] },
          warnings: { lastmod_unreadable: 1 },
        },
      ],
    });
  });

  it("reads standard input for -", async () => {
    const path = await aFile("piped.xml", DOCUMENT);
    const script = '"$0" "$1" check - --json < "$2"';
    const shell = await startProcess({
      command: "sh",
      args: ["-c", script, process.execPath, MAIN, path],
    });

    const { code } = await shell.exited;

    expect(code).toBe(0);
    expect(JSON.parse(shell.stdout.join(""))).toMatchObject({ files: [{ url: "-", entries: 2 }] });
  });

  it.each([
    ["a file that is not there", ["missing.xml"], /there is no such file/],
    ["a path that is not there", ["./missing"], /there is no such file/],
    ["a directory", [`${directory}/`], /there is no such file/],
    ["--url with a site", ["example.com", "--url", "https://x.example/"], /--url goes with a file/],
    ["a --url that is none", ["-", "--url", "x.example"], /must be a URL/],
  ])("takes %s for wrong usage", async (_what, args, message) => {
    const { code, stdout, stderr } = await runHere(["check", ...args]);

    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(message);
  });
});

async function aFile(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, content);
  return path;
}
