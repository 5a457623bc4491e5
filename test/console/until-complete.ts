import type { Page } from "@sitemap-scanner/testkit/browser";

/**
 * Resolves when all that a page asks for is there to be seen, with the frame that shows it. A locator would be
 * looked for ever more seldom, in the end every half second: too coarse to measure by.
 */
export async function untilComplete(page: Page): Promise<void> {
  await page.evaluate(`new Promise((resolve) => {
    const look = () => {
      const awaited = document.querySelector(".loading, [aria-busy=true]");
      if (document.querySelector("h1") && !awaited) resolve();
      else requestAnimationFrame(look);
    };
    look();
  })`);
}
