import { join } from "node:path";
import { openBrowser, type PageOptions, type TestBrowser } from "@sitemap-scanner/testkit/browser";
import { untilComplete } from "../until-complete.ts";
import type { SampleScans } from "./fill.ts";

interface Shot extends Omit<PageOptions, "origin"> {
  name: string;
  path: string;
}

export interface ShotsOptions {
  origin: string;
  scans: SampleScans;
  /** The directory that they are put into. */
  target: string;
}

/** Two pixels for one, as a phone has them. */
const PHONE = { width: 390, height: 844, scale: 2 };

/** Takes a picture of each main page. Faults of a page are told, as they spoil its picture. */
export async function takeShots({ origin, scans, target }: ShotsOptions): Promise<void> {
  const browser = await openBrowser({ fontsFile: join(import.meta.dirname, "fonts.conf") });
  for (const { name, path, ...options } of shotsOf(scans)) {
    const faults = await take(browser, { ...options, origin, path, file: join(target, name) });
    process.stdout.write(`${name}.png\n${faults.map((fault) => `  ${fault}\n`).join("")}`);
  }
  await browser.close();
}

function shotsOf({ shop, museum, atlas, webhook }: SampleScans): Shot[] {
  return [
    { name: "home", path: "/" },
    { name: "home-dark", path: "/", colorScheme: "dark" },
    { name: "home-phone", path: "/", ...PHONE },
    { name: "scans", path: "/scans" },
    { name: "scan", path: `/scans/${shop}` },
    { name: "scan-dark", path: `/scans/${shop}`, colorScheme: "dark" },
    { name: "scan-phone", path: `/scans/${shop}`, ...PHONE },
    { name: "scan-pages", path: `/scans/${shop}?tab=pages` },
    { name: "scan-audit", path: `/scans/${shop}?tab=audit` },
    { name: "scan-changes", path: `/scans/${shop}?tab=changes` },
    { name: "scan-timeline", path: `/scans/${shop}?tab=timeline` },
    { name: "scan-running", path: `/scans/${atlas}` },
    { name: "scan-failed", path: `/scans/${museum}` },
    { name: "domains", path: "/domains" },
    { name: "domain", path: "/domains/shop.example.com" },
    { name: "workers", path: "/workers" },
    { name: "webhooks", path: "/webhooks" },
    { name: "webhook", path: `/webhooks/${webhook}` },
    { name: "keys", path: "/keys", colorScheme: "dark" },
  ];
}

async function take(
  browser: TestBrowser,
  { file, path, origin, ...options }: PageOptions & { file: string; path: string },
): Promise<string[]> {
  const { page, takeFaults, close } = await browser.openPage({ origin, ...options });
  await page.goto(`${origin}${path}`);
  await untilComplete(page);
  await page.screenshot({ path: `${file}.png`, animations: "disabled", caret: "hide" });
  const faults = takeFaults();
  await close();
  return faults;
}
