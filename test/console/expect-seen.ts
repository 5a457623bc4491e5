import type { Locator } from "@sitemap-scanner/testkit/browser";

const PATIENCE_MS = 20_000;

/** It is there to be seen, or comes in time. */
export async function expectSeen(what: Locator): Promise<void> {
  await what.waitFor({ timeout: PATIENCE_MS });
}

/** It is not there to be seen, or goes in time. */
export async function expectUnseen(what: Locator): Promise<void> {
  await what.waitFor({ state: "detached", timeout: PATIENCE_MS });
}
