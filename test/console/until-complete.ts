import type { Page } from "@sitemap-scanner/testkit/browser";

/** Resolves when all that a page asks for is there to be seen. */
export async function untilComplete(page: Page): Promise<void> {
  await page.getByRole("heading", { level: 1 }).waitFor({ state: "attached" });
  await page
    .locator(".loading")
    .or(page.getByText("…", { exact: true }))
    .first()
    .waitFor({ state: "detached" });
}
