import type { Webhook } from "@sitemap-scanner/contracts";
import { useApi } from "../../api/use-api.ts";
import { Answered } from "../../parts/notes.tsx";
import { Ago, Time } from "../../parts/time.tsx";
import { Link, useLocation } from "../../router.tsx";
import { WebhookState } from "../webhooks/webhook-state.tsx";
import { Deliveries } from "./deliveries.tsx";
import { DeliveryView } from "./delivery-view.tsx";
import { WebhookActs } from "./webhook-acts.tsx";
import { WebhookChange } from "./webhook-change.tsx";

const EVERY_MS = 3_000;

/** One endpoint: how it stands, what may be done with it, and what was posted to it. */
export function WebhookPage({ webhookId }: { webhookId: string }) {
  const webhook = useApi(
    "getWebhook",
    { params: { webhook_id: webhookId } },
    { everyMs: EVERY_MS },
  );
  const delivery = useLocation().searchParams.get("delivery");
  return (
    <>
      <p>
        <Link href="/webhooks">All webhooks</Link>
      </p>
      <div class="title">
        <h1>{webhook.data?.url ?? "Webhook"}</h1>
        {webhook.data && <WebhookState webhook={webhook.data} />}
      </div>
      <Answered query={webhook}>
        {(data) => (
          <>
            <Standing webhook={data} />
            <WebhookActs webhook={data} />
            <WebhookChange webhook={data} />
            {delivery !== null && <DeliveryView key={delivery} deliveryId={delivery} />}
            <Deliveries webhookId={data.id} />
          </>
        )}
      </Answered>
    </>
  );
}

function Standing({ webhook }: { webhook: Webhook }) {
  const { disabled, failing_since: failing, old_secret_until: oldSecret } = webhook;
  return (
    <>
      {webhook.description !== null && <p>{webhook.description}</p>}
      <dl class="facts">
        <div>
          <dt>Events</dt>
          <dd>{webhook.events.join(", ")}</dd>
        </div>
        {disabled && (
          <div>
            <dt>Disabled</dt>
            <dd>
              <Ago at={disabled.at} />
            </dd>
          </div>
        )}
        {failing !== null && (
          <div>
            <dt>Every attempt failed since (UTC)</dt>
            <dd>
              <Time at={failing} />
            </dd>
          </div>
        )}
        {oldSecret !== null && (
          <div>
            <dt>The old secret signs until (UTC)</dt>
            <dd>
              <Time at={oldSecret} />
            </dd>
          </div>
        )}
      </dl>
    </>
  );
}
