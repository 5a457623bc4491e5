import { performance } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import type { Page } from "@sitemap-scanner/testkit/browser";

export interface Frames {
  /** Time between two frames in ms: the median, the 95th of a hundred, the longest. */
  median: number;
  p95: number;
  longest: number;
  /** By how many pixels the page went on. */
  scrolled: number;
}

/** Time of an act until something of it can be seen, in ms. */
export async function timeTo(act: () => Promise<unknown>, seen: () => Promise<unknown>) {
  const begin = performance.now();
  await act();
  await seen();
  return performance.now() - begin;
}

/** Turns the wheel over the middle of the page for so long, and watches how evenly it is drawn. */
export async function scrollSmoothly(page: Page, ms = 2_000): Promise<Frames> {
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  await page.evaluate("scrollTo(0, 0)");
  await page.mouse.move(width / 2, height / 2);
  const before = await scrollPosition(page);
  const watching = page.evaluate<number[]>(framesOf(ms));
  const until = performance.now() + ms;
  while (performance.now() < until) {
    await page.mouse.wheel(0, 120);
    await delay(8);
  }
  const times = await watching;
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  gaps.sort((a, b) => a - b);
  const at = (share: number) => gaps[Math.floor(share * (gaps.length - 1))] ?? Number.NaN;
  const scrolled = (await scrollPosition(page)) - before;
  return { median: at(0.5), p95: at(0.95), longest: at(1), scrolled };
}

/** What the page keeps after rubbish was collected. */
export async function memoryOf(page: Page): Promise<{ heapMb: number; nodes: number }> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  const { nodes } = await session.send("Memory.getDOMCounters");
  await session.detach();
  return { heapMb: usedSize / 1e6, nodes };
}

/** Resolves in the page to the time of each frame that it drew. */
function framesOf(ms: number): string {
  return `new Promise((resolve) => {
    const times = [];
    const tick = (time) => {
      times.push(time);
      if (time - times[0] < ${ms}) requestAnimationFrame(tick);
      else resolve(times);
    };
    requestAnimationFrame(tick);
  })`;
}

/** Of the window and of whatever scrolls in it. */
function scrollPosition(page: Page): Promise<number> {
  return page.evaluate<number>(
    "[...document.querySelectorAll('*')].reduce((sum, element) => sum + element.scrollTop, 0)",
  );
}
