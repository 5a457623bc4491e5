import type { Db, Tx } from "@sitemap-scanner/database";
import { AWAITED_LOCKS, waitFor } from "@sitemap-scanner/testkit";
import { sql } from "kysely";
import type { TestApi } from "./setup.ts";

/** Takes what a request will have to wait for. */
type Lock = (tx: Tx) => Promise<unknown>;

/** Sends a request that has to wait for a lock, does something meanwhile, and has it go on. */
export async function holdUp<T>(
  { db }: TestApi,
  lock: Lock,
  { send, meanwhile }: { send: () => Promise<T>; meanwhile: () => Promise<unknown> },
): Promise<T> {
  const { sent } = await db.transaction().execute(async (tx) => {
    await lock(tx);
    // In an object: it can end only after this transaction, which would otherwise wait for it.
    const held = { sent: send() };
    await waitFor(() => isLockAwaited(tx), { what: "the request to wait for the lock" });
    await meanwhile();
    return held;
  });
  return sent;
}

/** Posts what has to wait for a lock, and goes away: the API goes on when it has noticed that. */
export async function giveUp(
  api: TestApi,
  lock: Lock,
  { path, headers, body = {} }: { path: string; headers: Record<string, string>; body?: object },
): Promise<void> {
  const client = new AbortController();
  const seen = api.log.length;
  await holdUp(api, lock, {
    send: async () => {
      const answer = fetch(`${api.origin}${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify(body),
        signal: client.signal,
      });
      await answer.catch(() => "it was given up");
    },
    meanwhile: () => {
      client.abort();
      return waitFor(() => api.log.slice(seen).some(({ aborted }) => aborted === true), {
        what: "the API to notice that its client is gone",
      });
    },
  });
}

/** Does a connection of this database wait for another? */
export async function isLockAwaited(db: Db): Promise<boolean> {
  const { rows } = await sql.raw(AWAITED_LOCKS).execute(db);
  return rows.length > 0;
}
