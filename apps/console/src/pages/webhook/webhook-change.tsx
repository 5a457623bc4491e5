import type { Webhook } from "@sitemap-scanner/contracts";
import { useAct } from "../../api/use-act.ts";
import { Failure } from "../../parts/notes.tsx";
import { WebhookFields, webhookOf } from "../webhooks/webhook-fields.tsx";

/** Where an endpoint is, what it is told of, and what it is for. */
export function WebhookChange({ webhook }: { webhook: Webhook }) {
  const change = useAct("changeWebhook");
  return (
    <details>
      <summary>Change where and when it posts</summary>
      <form
        class="form stacked"
        onSubmit={(event) => {
          event.preventDefault();
          const body = webhookOf(event.currentTarget);
          change.mutate({ params: { webhook_id: webhook.id }, body });
        }}
      >
        <WebhookFields webhook={webhook} />
        <p class="actions">
          <button type="submit" class="main" disabled={change.isPending}>
            Keep these changes
          </button>
        </p>
        <p role="status" class="said">
          {change.isSuccess && "Kept: what is posted from now on goes by it."}
        </p>
        {change.error && <Failure error={change.error} />}
      </form>
    </details>
  );
}
