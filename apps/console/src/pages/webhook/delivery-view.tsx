import type { DeliveryDetail } from "@sitemap-scanner/contracts";
import { useAct } from "../../api/use-act.ts";
import { useApi } from "../../api/use-api.ts";
import { Status } from "../../parts/badge.tsx";
import { column, DataTable } from "../../parts/data-table.tsx";
import { Answered, Empty, Failure } from "../../parts/notes.tsx";
import { Time } from "../../parts/time.tsx";
import { Link } from "../../router.tsx";
import { answered } from "./answered.ts";

type Attempt = DeliveryDetail["attempt_log"][number];

const EVERY_MS = 2_000;
const ENDED = new Set(["delivered", "failed", "cancelled"]);

const COLUMNS = [
  column<Attempt>("number", "Attempt", ({ number }) => number, { align: "end" }),
  column<Attempt>("at", "Began (UTC)", ({ started_at: at }) => <Time at={at} />),
  column<Attempt>("answer", "Answer", (attempt) => answered(attempt)),
  column<Attempt>("body", "Said", ({ response_body: body }) => <code>{body}</code>, { wide: true }),
];

/** One delivery: its event, and every attempt to deliver it. */
export function DeliveryView({ deliveryId }: { deliveryId: string }) {
  const delivery = useApi(
    "getDelivery",
    { params: { delivery_id: deliveryId } },
    { everyMs: EVERY_MS },
  );
  return (
    <section class="card" aria-labelledby="delivery">
      <h2 id="delivery">Delivery</h2>
      <Answered query={delivery}>{(data) => <Delivered delivery={data} />}</Answered>
    </section>
  );
}

function Delivered({ delivery }: { delivery: DeliveryDetail }) {
  const replay = useAct("replayDelivery");
  return (
    <>
      <p>
        <code>{delivery.type}</code> <Status status={delivery.status} />{" "}
        {delivery.reason !== null && <span>{delivery.reason}</span>}{" "}
        {delivery.job_id !== null && <Link href={`/scans/${delivery.job_id}`}>its scan</Link>}
      </p>
      {delivery.attempt_log.length === 0 ? (
        <Empty title="No attempt was made yet." />
      ) : (
        <DataTable
          caption="Attempts"
          columns={COLUMNS}
          rows={delivery.attempt_log}
          keyOf={({ number }) => String(number)}
        />
      )}
      <details>
        <summary>What is posted</summary>
        <pre class="raw" tabIndex={0}>
          {JSON.stringify(delivery.event, null, 2)}
        </pre>
      </details>
      <p class="actions">
        <button
          type="button"
          disabled={!ENDED.has(delivery.status) || replay.isPending}
          onClick={() => replay.mutate({ params: { delivery_id: delivery.id } })}
        >
          Post it again
        </button>
        <Link href={`/webhooks/${delivery.webhook_id}`}>Close</Link>
      </p>
      <p role="status" class="said">
        {replay.data && (
          <>
            It is on its way again:{" "}
            <Link href={`/webhooks/${delivery.webhook_id}?delivery=${replay.data.id}`}>
              see that delivery
            </Link>
          </>
        )}
      </p>
      {replay.error && <Failure error={replay.error} />}
    </>
  );
}
