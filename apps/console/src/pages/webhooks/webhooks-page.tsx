import type { Webhook, WebhookWithSecret } from "@sitemap-scanner/contracts";
import { useState } from "preact/hooks";
import { useApi } from "../../api/use-api.ts";
import { column, DataTable } from "../../parts/data-table.tsx";
import { Answered, Empty } from "../../parts/notes.tsx";
import { ShownOnce } from "../../parts/shown-once.tsx";
import { Time } from "../../parts/time.tsx";
import { Link } from "../../router.tsx";
import { WebhookForm } from "./webhook-form.tsx";
import { WebhookState } from "./webhook-state.tsx";

const EVERY_MS = 5_000;

const COLUMNS = [
  column<Webhook>("url", "Posts to", ({ id, url }) => <Link href={`/webhooks/${id}`}>{url}</Link>, {
    wide: true,
  }),
  column<Webhook>("state", "State", (webhook) => <WebhookState webhook={webhook} />),
  column<Webhook>("events", "Events", ({ events }) => events.join(", ")),
  column<Webhook>("description", "Description", ({ description }) => description ?? ""),
  column<Webhook>("created", "Added (UTC)", ({ created_at: at }) => <Time at={at} />),
];

/** Who is told of scans. */
export function WebhooksPage() {
  const webhooks = useApi("listWebhooks", {}, { everyMs: EVERY_MS });
  const [made, setMade] = useState<WebhookWithSecret>();
  return (
    <>
      <h1>Webhooks</h1>
      {made && (
        <ShownOnce
          title={`The secret of ${made.url}.`}
          secret={made.secret}
          onKept={() => setMade(undefined)}
        />
      )}
      <Answered query={webhooks}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty title="Nobody is told of scans.">
              <p>Add the address of a receiver below: it is posted each event, signed.</p>
            </Empty>
          ) : (
            <DataTable caption="Webhooks" columns={COLUMNS} rows={data} keyOf={({ id }) => id} />
          )
        }
      </Answered>
      <section aria-labelledby="add-webhook">
        <h2 id="add-webhook">Add a webhook</h2>
        <WebhookForm onMade={setMade} />
      </section>
    </>
  );
}
