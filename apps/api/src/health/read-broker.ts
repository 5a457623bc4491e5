import type { Broker, BrokerFault } from "@sitemap-scanner/queue";
import { withTimeout } from "@sitemap-scanner/runtime";

/** What the health asks of a broker. */
export type AskedBroker = Pick<Broker, "kind" | "ping" | "queues" | "listFaults">;

export interface BrokerState {
  /** Null when the broker does not say. */
  paused: boolean | null;
  /** Empty also when the broker does not say. */
  faults: BrokerFault[];
}

const PATIENCE_MS = 1_000;

/** Never throws; a broker that is away is told by `checkStores`. */
export async function readBroker(broker: AskedBroker): Promise<BrokerState> {
  try {
    const pauses = Promise.all(broker.queues.map((queue) => queue.isPaused()));
    const answers = Promise.all([pauses, broker.listFaults()]);
    const [paused, faults] = await withTimeout(answers, PATIENCE_MS, "ask the broker how it does");
    return { paused: paused.some(Boolean), faults };
  } catch {
    return { paused: null, faults: [] };
  }
}
