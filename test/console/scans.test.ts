/** What somebody does with scans in a browser, by mouse and by keyboard alone, against real processes. */
import { readFile } from "node:fs/promises";
import { describe, expect, it } from "@jest/globals";
import { sitemapIndex, urlset, type Site } from "@sitemap-scanner/testkit";
import type { Page } from "@sitemap-scanner/testkit/browser";
import { expectSeen, expectUnseen } from "./expect-seen.ts";
import { HANDS, handsOf } from "./hands.ts";
import { setupConsole } from "./setup.ts";

const web = setupConsole();

/** Of two files, one of which is not there. */
function aSite(pages = ["/a", "/b", "/c"]): Promise<Site> {
  return web.scanner.startSite(({ url = "", headers }) => {
    const at = (path: string) => `http://${headers.host}${path}`;
    if (url === "/robots.txt") return `Sitemap: ${at("/index.xml")}\n`;
    if (url === "/index.xml") return sitemapIndex([at("/pages.xml"), at("/missing.xml")]);
    return url === "/pages.xml" ? urlset(pages.map(at)) : { status: 404 };
  });
}

/** Whose scan is in the middle of its file until the test is over. */
function aSiteThatStops(): Promise<Site> {
  return web.scanner.startSite({
    "/sitemap.xml": async function* () {
      yield '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">';
      await new Promise(() => undefined);
    },
  });
}

async function scanned({ origin }: Site): Promise<string> {
  const { body } = await web.api.submit({ base_url: origin });
  await web.scanner.finished(body.job_id);
  return body.job_id;
}

const statusOf = (page: Page) => page.locator("main .badge").first();
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const tab = (page: Page, name: string) =>
  page.getByRole("navigation", { name: "Of this scan" }).getByRole("link", { name, exact: true });

describe.each(HANDS)("by %s alone, somebody", (how) => {
  it("submits a domain and watches it complete", async () => {
    const { domain } = await aSite();
    const page = await web.open("/");
    const hands = handsOf(how, page);

    await hands.write(page.getByLabel("Scan a site"), domain);
    await hands.press(button(page, "Scan"));

    await page.waitForURL(/\/scans\/[\da-f-]{36}$/);
    await expectSeen(page.getByRole("heading", { name: domain, level: 1 }));
    await expectSeen(statusOf(page).filter({ hasText: "complete" }));
    expect(await page.locator(".facts").innerText()).toMatch(
      /Sitemaps\s+3\s+Failed\s+1\s+Pages\s+3/,
    );
  });

  it("sees why a scan failed, and what was tried", async () => {
    const site = await web.scanner.startSite({ "/": "<h1>No sitemap</h1>" });
    const page = await web.open(`/scans/${await scanned(site)}`);
    const hands = handsOf(how, page);

    await expectSeen(statusOf(page).filter({ hasText: "failed" }));
    await expectSeen(page.getByText(/no_sitemap_found/));
    await expectSeen(page.getByText(/\/robots\.txt: not_found/));
    await hands.press(page.locator(".explained summary"));

    await page.getByText(/\/robots\.txt: not_found/).waitFor({ state: "hidden" });
    expect(await page.locator(".explained").innerText()).toMatch(/no_sitemap_found/);
  });

  it("cancels a scan that is under way, and has it made again", async () => {
    const site = await aSiteThatStops();
    const { body } = await web.api.submit({ base_url: site.origin });
    await site.waitForRequest("/sitemap.xml");
    const page = await web.open(`/scans/${body.job_id}`);
    const hands = handsOf(how, page);
    await expectSeen(statusOf(page).filter({ hasText: "running" }));

    await hands.press(button(page, "Cancel"));
    await expectSeen(statusOf(page).filter({ hasText: "cancelled" }));
    site.set("/sitemap.xml", urlset([`${site.origin}/at-last`]));
    await hands.press(button(page, "Scan again"));

    await page.waitForURL((url) => !url.pathname.endsWith(body.job_id));
    await expectSeen(statusOf(page).filter({ hasText: "complete" }));
  });

  it("closes and opens the tree of sitemaps, and sees what became of each file", async () => {
    const site = await aSite();
    const page = await web.open(`/scans/${await scanned(site)}`);
    const hands = handsOf(how, page);

    const missing = page.locator(".file").filter({ hasText: "/missing.xml" });
    await expectSeen(missing);
    await hands.press(page.getByRole("button", { name: "2 files" }));
    await expectUnseen(missing);
    await hands.press(page.getByRole("button", { name: "2 files" }));

    await expectSeen(missing.filter({ hasText: "not_found" }));
    await expectSeen(page.locator(".file").filter({ hasText: "/pages.xml" }));
  });

  it("searches the pages and takes them away", async () => {
    const site = await aSite(["/blog/one", "/blog/two", "/shop/three"]);
    const page = await web.open(`/scans/${await scanned(site)}`);
    const hands = handsOf(how, page);

    await hands.press(tab(page, "Pages"));
    await hands.write(page.getByLabel("Search addresses"), "/blog/");
    await page.keyboard.press("Enter");
    await expectUnseen(page.getByRole("row").nth(3));
    const downloading = page.waitForEvent("download");
    await hands.press(page.getByRole("link", { name: "csv", exact: true }));
    const path = await (await downloading).path();

    const lines = (await readFile(path, "utf8")).trim().split("\n");
    expect(lines.map((line) => line.split(",")[0])).toEqual([
      expect.stringContaining("url"),
      expect.stringContaining(`${site.origin}/blog/`),
      expect.stringContaining(`${site.origin}/blog/`),
    ]);
  });

  it("sees what changed since the scan before", async () => {
    const pages = ["/old", "/kept"];
    const site = await aSite(pages);
    await scanned(site);
    pages.splice(0, 1, "/new");
    const page = await web.open(`/scans/${await scanned(site)}`);
    const hands = handsOf(how, page);

    await hands.press(tab(page, "Changes"));
    await expectSeen(page.getByText("1 page new, 0 changed, 1 removed"));
    await hands.choose(page.getByLabel("Show"), "removed");

    await expectUnseen(page.getByRole("link", { name: `${site.origin}/new` }));
    expect(await page.getByRole("row").allInnerTexts()).toEqual([
      expect.stringMatching(/Change/),
      expect.stringMatching(/removed.*\/old/s),
    ]);
  });

  it("reads in the audit what is wrong, with examples", async () => {
    const site = await aSite(["/twice", "/twice"]);
    const page = await web.open(`/scans/${await scanned(site)}`);
    const hands = handsOf(how, page);

    await hands.press(tab(page, "Audit"));
    const finding = page.locator(".finding").filter({ hasText: "Addresses twice in one file" });
    await hands.press(finding.locator("summary"));

    await expectSeen(finding.getByRole("link", { name: `${site.origin}/twice` }));
  });

  it("cancels many scans at once", async () => {
    const sites = await Promise.all([aSiteThatStops(), aSiteThatStops()]);
    for (const { origin } of sites) await web.api.submit({ base_url: origin });
    const page = await web.open("/scans?status=running");
    const hands = handsOf(how, page);
    const live = page.getByRole("row").filter({ hasText: "running" });
    await expectSeen(live.nth(1));

    for (const { domain } of sites)
      await hands.press(page.getByLabel(`Choose the scan of ${domain}`));
    await hands.press(button(page, "Cancel 2"));

    await expectSeen(page.getByText("2 scans cancelled."));
    await expectUnseen(live.first());
  });
});
