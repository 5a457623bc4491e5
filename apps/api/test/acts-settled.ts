import { waitFor } from "@sitemap-scanner/testkit";
import type { TestApi } from "./setup.ts";

/** Until each act has its end in its row: nobody who asks is kept waiting for that. */
export async function actsSettled({ db }: TestApi): Promise<void> {
  const open = db.selectFrom("audit_events").select("id").where("status", "is", null);
  await waitFor(async () => (await open.execute()).length === 0, {
    what: "every row to have its end",
  });
}
