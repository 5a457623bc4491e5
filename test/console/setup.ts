import { beforeAll, afterEach, expect } from "@jest/globals";
import {
  openBrowser,
  type Page,
  type PageOptions,
  type TestBrowser,
  type WatchedPage,
} from "@sitemap-scanner/testkit/browser";
import type { RunningProcess } from "@sitemap-scanner/testkit";
import { setupScanner, type Api, type Scanner } from "../pipeline/setup.ts";
import { buildConsole } from "./build-console.ts";

/** One real stack and one browser for all tests of a file. */
export interface Console {
  readonly scanner: Scanner;
  readonly api: Api;
  readonly worker: RunningProcess;
  /** Opens a path of the console. What goes wrong in it until the end of the test fails the test. */
  open(path: string, options?: OpenOptions): Promise<Page>;
  /** A fault that this test means to see; told apart by what its line begins with. */
  expectFault(beginning: string): void;
}

export type OpenOptions = Partial<PageOptions>;

/** @param env of API and worker, beside that of every test */
export function setupConsole(env: Record<string, string> = {}): Console {
  const scanner = setupScanner("redis", "all");
  let api: Api | undefined;
  let worker: RunningProcess | undefined;
  let browser: TestBrowser | undefined;
  /** One for each look: to open another takes as long as what most tests do in it. */
  const opened = new Map<string, Promise<WatchedPage>>();
  const expected: string[] = [];

  beforeAll(async () => {
    await buildConsole();
    [api, worker, browser] = await Promise.all([
      scanner.startApi(env),
      scanner.startWorker(env),
      openBrowser(),
    ]);
  }, 180_000);

  afterEach(async () => {
    const pages = await Promise.all(opened.values());
    const faults = pages.flatMap(({ takeFaults }) => takeFaults());
    const meant = expected.splice(0);
    expect(faults.filter((fault) => !meant.some((one) => fault.startsWith(one)))).toEqual([]);
  });

  return {
    scanner,
    get api() {
      return must(api);
    },
    get worker() {
      return must(worker);
    },
    async open(path, options = {}) {
      const look = { origin: must(api).origin, ...options };
      const key = JSON.stringify(look);
      const opening = opened.get(key) ?? must(browser).openPage(look);
      opened.set(key, opening);
      const { page } = await opening;
      await page.goto(`${look.origin}${path}`);
      return page;
    },
    expectFault: (beginning) => void expected.push(beginning),
  };
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("Cannot use the console before the first test");
  return value;
}
