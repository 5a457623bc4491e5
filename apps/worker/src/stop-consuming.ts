import type { Consumer } from "@sitemap-scanner/queue";
import { withTimeout } from "@sitemap-scanner/runtime";
import type { LeaseKeeper } from "./lease-keeper.ts";
import { ShutdownError } from "./task-runner.ts";

/** Of the grace, the part that is left to the rest of the shutdown, in ms. */
const RESERVE_MS = 5_000;

/**
 * Takes no new doorbell, lets every task in hand go, and waits until each is back in the database.
 * What does not come back in time is rescued by its lease.
 */
export async function stopConsuming(
  consumer: Consumer,
  leases: LeaseKeeper,
  graceMs: number,
): Promise<void> {
  await consumer.pause();
  leases.abortAll(new ShutdownError("The worker is stopping"));
  try {
    await withTimeout(
      consumer.idle(),
      Math.max(1_000, graceMs - RESERVE_MS),
      "hand the tasks back",
    );
  } finally {
    await consumer.close();
  }
}
