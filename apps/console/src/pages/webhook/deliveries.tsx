import type { Delivery, DeliveryStatus } from "@sitemap-scanner/contracts";
import { Status } from "../../parts/badge.tsx";
import { column, DataTable } from "../../parts/data-table.tsx";
import { count } from "../../parts/format.ts";
import { Empty } from "../../parts/notes.tsx";
import { Paged } from "../../parts/paged.tsx";
import { StatusTabs, useStatus } from "../../parts/status-tabs.tsx";
import { Time } from "../../parts/time.tsx";
import { Link } from "../../router.tsx";
import { answered } from "./answered.ts";

const EVERY_MS = 3_000;

const STATUSES = [
  "held",
  "pending",
  "running",
  "delivered",
  "failed",
  "cancelled",
] as const satisfies readonly DeliveryStatus[];

const COLUMNS = [
  column<Delivery>("type", "Event", ({ id, webhook_id, type }) => (
    <Link href={`/webhooks/${webhook_id}?delivery=${id}`}>{type}</Link>
  )),
  column<Delivery>("status", "Status", ({ status }) => <Status status={status} />),
  column<Delivery>("at", "Made (UTC)", ({ created_at: at }) => <Time at={at} />),
  column<Delivery>("attempts", "Attempts", ({ attempts }) => count(attempts), { align: "end" }),
  column<Delivery>("answer", "Latest answer", ({ last_attempt }) => answered(last_attempt), {
    wide: true,
  }),
  column<Delivery>("next", "Next attempt (UTC)", (delivery) => (
    <Time at={delivery.next_attempt_at} />
  )),
];

/** What was posted and is to be. */
export function Deliveries({ webhookId }: { webhookId: string }) {
  const status = useStatus(STATUSES);
  return (
    <section aria-labelledby="deliveries">
      <h2 id="deliveries">Deliveries</h2>
      <StatusTabs statuses={STATUSES} />
      <Paged
        id="listDeliveries"
        input={{ params: { webhook_id: webhookId }, query: { status } }}
        everyMs={EVERY_MS}
        none={
          <Empty title={status ? "No delivery has this status." : "Nothing was posted yet."}>
            <p>Post a test event, or wait for the end of a scan.</p>
          </Empty>
        }
      >
        {(rows) => (
          <DataTable
            caption="Deliveries, newest first"
            columns={COLUMNS}
            rows={rows}
            keyOf={({ id }) => id}
          />
        )}
      </Paged>
    </section>
  );
}
