/**
 * How the console does with a scan of a million pages in 50,000 files, in a real browser and on the database
 * that `apps/api/dev/large-scan.ts` has made.
 *
 *     DATABASE_URL=… node test/console/bench/main.ts [part of a path]
 *
 * For each page: the time until its content is there, loaded anew (the median of some rounds); then how evenly
 * it is drawn while it scrolls, and what the tab keeps after that.
 */
import { join } from "node:path";
import {
  cleanUpRun,
  createRunDirectory,
  freePort,
  startProcess,
  startReaper,
} from "@sitemap-scanner/testkit";
import { openBrowser, type Page, type TestBrowser } from "@sitemap-scanner/testkit/browser";
import { buildConsole } from "../build-console.ts";
import { untilComplete } from "../until-complete.ts";
import { memoryOf, scrollSmoothly, timeTo } from "./measure-page.ts";

const ROOT = join(import.meta.dirname, "../../..");
const ROUNDS = 5;
const DOMAIN = "large.example.com";
/** How often "Show more" is pressed before the tab is scrolled and weighed. */
const MORE = 20;

/** Texts that are looked for on the open page: many have it, none has it. */
const SEARCHED = ["product", "nowhere"];

const ONLY = process.argv[2] ?? "";

const { DATABASE_URL } = process.env;
if (DATABASE_URL === undefined) throw new Error("Set DATABASE_URL to what large-scan.ts printed");

const directory = createRunDirectory();
startReaper(directory);
try {
  await buildConsole();
  const origin = await startApi(DATABASE_URL);
  const scan = `/scans/${await latestScan(origin)}`;
  const browser = await openBrowser();
  for (const path of [
    "/",
    "/scans",
    "/scans?status=failed",
    scan,
    `${scan}?tab=files&show=failed`,
    `${scan}?tab=pages`,
    `${scan}?tab=pages&q=product`,
    `${scan}?tab=pages&q=nowhere`,
    `${scan}?tab=pages&q=/nowhere/`,
    `${scan}?tab=audit`,
    `${scan}?tab=changes`,
    `${scan}?tab=changes&change=removed`,
    `${scan}?tab=timeline`,
    `${scan}?tab=timeline&as=steps`,
    `${scan}?tab=raw`,
    "/domains",
    `/domains/${DOMAIN}`,
    "/workers",
    "/webhooks",
    "/keys",
  ].filter((one) => one.includes(ONLY))) {
    print(path.replace(scan, "/scans/…"), await measure(browser, origin, path));
  }
  for (const text of SEARCHED.filter(() => "search".includes(ONLY)))
    print(`search for "${text}"`, [await measureSearch(browser, `${origin}${scan}`, text)]);
  await browser.close();
} finally {
  await cleanUpRun(directory);
}
process.exit();

async function startApi(databaseUrl: string): Promise<string> {
  const port = await freePort();
  await startProcess({
    args: [join(ROOT, "apps/api/src/main.ts")],
    env: { DATABASE_URL: databaseUrl, PORT: String(port), CANARY_MS: "0" },
    cwd: ROOT,
    readyLine: /api listening/,
  });
  return `http://127.0.0.1:${port}`;
}

async function latestScan(origin: string): Promise<string> {
  const answer = await fetch(`${origin}/api/v3/domains/${DOMAIN}`);
  const { latest_job_id: jobId } = (await answer.json()) as { latest_job_id: string };
  return jobId;
}

async function measure(browser: TestBrowser, origin: string, path: string): Promise<string[]> {
  const { page, close } = await browser.openPage({ origin });
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await page.goto("about:blank");
    times.push(
      await timeTo(
        () => page.goto(`${origin}${path}`, { waitUntil: "commit" }),
        () => untilComplete(page),
      ),
    );
  }
  times.sort((a, b) => a - b);
  const more = await showMore(page);
  const { median, p95, longest, scrolled } = await scrollSmoothly(page);
  const { heapMb, nodes } = await memoryOf(page);
  await close();
  return [
    `content ${ms(times[ROUNDS >> 1])} (slowest ${ms(times.at(-1))})`,
    `more ${more === undefined ? "–" : ms(more)}`,
    `frames ${ms(median)} p95 ${ms(p95)} longest ${ms(longest)} over ${scrolled.toFixed(0)} px`,
    `heap ${heapMb.toFixed(1)} MB`,
    `${nodes} nodes`,
  ];
}

/** From Enter until what was found, or that nothing was, is there to be seen. */
async function measureSearch(browser: TestBrowser, scan: string, text: string): Promise<string> {
  const { page, close } = await browser.openPage({ origin: new URL(scan).origin });
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await page.goto(`${scan}?tab=pages`);
    await untilComplete(page);
    const field = page.getByRole("searchbox");
    await field.fill(text);
    const answer = page.waitForResponse((response) => response.url().includes("contains="));
    times.push(
      await timeTo(
        () => field.press("Enter"),
        async () => {
          await answer;
          await untilComplete(page);
        },
      ),
    );
  }
  await close();
  times.sort((a, b) => a - b);
  return `found ${ms(times[ROUNDS >> 1])} (slowest ${ms(times.at(-1))})`;
}

/** @returns the slowest of them, in ms; undefined when there is no more */
async function showMore(page: Page): Promise<number | undefined> {
  const button = page.getByRole("button", { name: "Show more" });
  let slowest: number | undefined;
  for (let times = 0; times < MORE && (await button.isVisible()); times += 1) {
    const answer = page.waitForResponse((response) => response.url().includes("cursor="));
    const took = await timeTo(
      () => button.click(),
      async () => {
        await answer;
        await page.getByRole("button", { name: "Loading …" }).waitFor({ state: "detached" });
      },
    );
    slowest = Math.max(slowest ?? 0, took);
  }
  return slowest;
}

function ms(time = Number.NaN): string {
  return `${time.toFixed(0)} ms`;
}

function print(path: string, figures: string[]): void {
  process.stdout.write(`${path.padEnd(28)} ${figures.join("  ")}\n`);
}
