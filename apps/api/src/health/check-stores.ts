import type { Health } from "@sitemap-scanner/contracts";
import { pingDatabase, type Db } from "@sitemap-scanner/database";
import type { Broker } from "@sitemap-scanner/queue";
import { withTimeout } from "@sitemap-scanner/runtime";

type Stores = Health["stores"];

/** A store that takes longer than this counts as down, in ms. */
const DATABASE_PATIENCE_MS = 2_000;
const BROKER_PATIENCE_MS = 1_000;

/** Asks both stores at once; never throws, and answers within 2 s. */
export async function checkStores(db: Db, broker: Pick<Broker, "kind" | "ping">): Promise<Stores> {
  const [database, queue] = await Promise.all([
    checkStore("postgres", () =>
      withTimeout(pingDatabase(db), DATABASE_PATIENCE_MS, "ask the database"),
    ),
    checkStore(broker.kind, () => broker.ping(BROKER_PATIENCE_MS)),
  ]);
  return { database, broker: queue };
}

async function checkStore(kind: string, ask: () => Promise<void>): Promise<Stores["database"]> {
  const startedAt = performance.now();
  try {
    await ask();
    return { ok: true, kind, detail: `answered in ${Math.ceil(performance.now() - startedAt)} ms` };
  } catch {
    // NOTE: the error may name hosts and users. Whoever may know them finds it in the log.
    return { ok: false, kind, detail: "does not answer" };
  }
}
