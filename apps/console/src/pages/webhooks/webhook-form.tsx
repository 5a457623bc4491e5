import type { WebhookWithSecret } from "@sitemap-scanner/contracts";
import { useAct } from "../../api/use-act.ts";
import { Failure } from "../../parts/notes.tsx";
import { WebhookFields, webhookOf } from "./webhook-fields.tsx";

/** Adds an endpoint. Its secret is told this once. */
export function WebhookForm({ onMade }: { onMade: (webhook: WebhookWithSecret) => void }) {
  const create = useAct("createWebhook");
  const make = (form: HTMLFormElement) =>
    create.mutate(
      { body: webhookOf(form) },
      {
        onSuccess: (webhook) => {
          form.reset();
          onMade(webhook);
        },
      },
    );
  return (
    <form
      class="form stacked"
      onSubmit={(event) => {
        event.preventDefault();
        make(event.currentTarget);
      }}
    >
      <WebhookFields />
      <p class="actions">
        <button type="submit" class="main" disabled={create.isPending}>
          Add webhook
        </button>
      </p>
      {create.error && <Failure error={create.error} />}
    </form>
  );
}
