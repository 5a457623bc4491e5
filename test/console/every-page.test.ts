/** Every page, as it looks in light and dark, on a desk and on a phone. */
import { beforeAll, describe, expect, it } from "@jest/globals";
import { htmlPage, sitemapIndex, urlset } from "@sitemap-scanner/testkit";
import { findBarriers, sidewaysScroll } from "@sitemap-scanner/testkit/browser";
import { setupConsole } from "./setup.ts";
import { untilComplete } from "./until-complete.ts";

/** Light and dark, and what is looked for in each: in the second only what colours can spoil. */
const SCHEMES = [
  { colorScheme: "light", rules: undefined },
  { colorScheme: "dark", rules: ["color-contrast"] },
] as const;
const WIDTHS = [1280, 390];

const web = setupConsole();
/** By what stands for it in a path below. */
const ids = new Map<string, string>();

beforeAll(async () => {
  const site = await aSiteWithAllKinds();
  ids.set("DOMAIN", encodeURIComponent(site.domain));
  await scanned(site.origin);
  ids.set("SCAN", await scanned(site.origin));
  const empty = await web.scanner.startSite({ "/": htmlPage() });
  ids.set("FAILED", await scanned(empty.origin));
  const silent = await web.scanner.startSite({
    "/sitemap.xml": () => new Promise(() => undefined),
  });
  const { body } = await web.api.submit({ base_url: silent.origin });
  await silent.waitForRequest("/sitemap.xml");
  ids.set("RUNNING", body.job_id);
  await ask("keys", { owner: "somebody", scopes: ["scans:read"] });
  const webhook = await ask("webhooks", { url: site.origin, events: ["scan.complete"] });
  ids.set("WEBHOOK", webhook);
  ids.set("DELIVERY", await ask(`webhooks/${webhook}/test`));
}, 60_000);

function aSiteWithAllKinds() {
  return web.scanner.startSite(({ url = "", headers }) => {
    const at = (path: string) => `http://${headers.host}${path}`;
    if (url === "/robots.txt") return `Sitemap: ${at("/index.xml")}\n`;
    if (url === "/index.xml") return sitemapIndex(["/a.xml", "/gone.xml", "/page.xml"].map(at));
    if (url === "/a.xml") return urlset([at("/1"), at("/1"), at(`/${"long-".repeat(60)}`), "x"]);
    return url === "/page.xml" ? htmlPage() : { status: 404 };
  });
}

async function scanned(origin: string): Promise<string> {
  const { body } = await web.api.submit({ base_url: origin });
  await web.scanner.finished(body.job_id);
  return body.job_id;
}

async function ask(path: string, body: object = {}): Promise<string> {
  const answer = await fetch(`${web.api.origin}/api/v3/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return ((await answer.json()) as { id: string }).id;
}

const PAGES = [
  "/",
  "/scans",
  "/scans/SCAN",
  "/scans/SCAN?tab=pages",
  "/scans/SCAN?tab=audit",
  "/scans/SCAN?tab=changes",
  "/scans/SCAN?tab=timeline",
  "/scans/SCAN?tab=raw",
  "/scans/FAILED",
  "/scans/RUNNING",
  "/domains",
  "/domains/DOMAIN",
  "/workers",
  "/webhooks",
  "/webhooks/WEBHOOK?delivery=DELIVERY",
  "/keys",
  "/sign-in",
];

describe.each(PAGES)("%s", (path) => {
  it("has no fault, no barrier and no sideways scroll, however it is looked at", async () => {
    const page = await web.open(path.replaceAll(/[A-Z]+/g, (name) => ids.get(name) ?? name));
    await untilComplete(page);

    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      expect({ width, sideways: await sidewaysScroll(page) }).toEqual({ width, sideways: 0 });
      for (const { colorScheme, rules } of SCHEMES) {
        await page.emulateMedia({ colorScheme });
        const barriers = await findBarriers(page, rules);
        expect({ width, colorScheme, barriers }).toEqual({ width, colorScheme, barriers: [] });
      }
    }
  });
});

it("tells all keys by ?, in a dialog without barriers", async () => {
  const page = await web.open("/");
  await untilComplete(page);

  await page.keyboard.press("?");

  await page.getByRole("dialog", { name: "Keys" }).waitFor();
  expect(await findBarriers(page)).toEqual([]);
});
