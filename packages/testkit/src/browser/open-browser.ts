import { chromium, type Browser, type BrowserContextOptions } from "playwright-core";
import { atEndOfFile } from "../end-of-file.ts";
import { processTarget } from "../process-target.ts";
import { noteProcess } from "../run-directory.ts";
import { findChromium } from "./find-chromium.ts";
import { watchPage, type WatchedPage } from "./watch-page.ts";

export interface PageOptions {
  /** The one origin that the page may ask for anything. */
  origin: string;
  /** Default 1280. */
  width?: number;
  /** Default 800. */
  height?: number;
  /** What the system of its user prefers. Default light. */
  colorScheme?: "light" | "dark";
  /** The zone of its user. Default UTC. */
  timezoneId?: string;
  /** Pixels of the screen for one of CSS. Default 1. */
  scale?: number;
}

export interface BrowserOptions {
  /** A configuration of fontconfig, for a browser whose pages look the same everywhere. Default: the system's. */
  fontsFile?: string;
}

export interface TestBrowser {
  /** The version of Chromium. */
  version: string;
  /** A page that shares nothing with others: no cookies, no storage. */
  openPage: (options: PageOptions) => Promise<WatchedPage>;
  close: () => Promise<void>;
}

const ARGUMENTS = [
  // As root, as in a container, Chromium has no sandbox.
  "--no-sandbox",
  // Nothing that a page asks for leaves this machine, whatever it asks.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
];

/** Opens a headless Chromium. It is closed with the test file at the latest. */
export async function openBrowser({ fontsFile }: BrowserOptions = {}): Promise<TestBrowser> {
  const browser = await chromium.launch({
    executablePath: await findChromium(),
    args: ARGUMENTS,
    ...(fontsFile !== undefined && { env: { ...process.env, FONTCONFIG_FILE: fontsFile } }),
  });
  const forgetProcess = noteProcess(processTarget(await processIdOf(browser), { group: true }));
  const close = () => browser.close();
  const forgetRelease = atEndOfFile(close);
  browser.once("disconnected", () => {
    forgetProcess();
    forgetRelease();
  });
  return {
    version: browser.version(),
    async openPage({ origin, ...options }) {
      const context = await browser.newContext(contextOptions(options));
      return watchPage(context, origin);
    },
    close,
  };
}

async function processIdOf(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const process = processInfo.find(({ type }) => type === "browser");
  if (!process) throw new Error("Cannot note the browser: it does not tell its process");
  return process.id;
}

function contextOptions(options: Omit<PageOptions, "origin">): BrowserContextOptions {
  const { width = 1280, height = 800, colorScheme = "light", timezoneId = "UTC" } = options;
  return {
    viewport: { width, height },
    colorScheme,
    timezoneId,
    locale: "en-GB",
    deviceScaleFactor: options.scale ?? 1,
    reducedMotion: "reduce",
  };
}
