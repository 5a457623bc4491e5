import type { WebhookWithSecret } from "@sitemap-scanner/contracts";
import { useAct } from "../../api/use-act.ts";
import { fieldsOf, tickedOf } from "../../parts/fields.ts";
import { Failure } from "../../parts/notes.tsx";
import { Ticks } from "../../parts/ticks.tsx";
import { EVENT_NAMES, WEBHOOK_EVENTS } from "./webhook-events.ts";

/** Adds an endpoint. Its secret is told this once. */
export function WebhookForm({ onMade }: { onMade: (webhook: WebhookWithSecret) => void }) {
  const create = useAct("createWebhook");
  const make = (form: HTMLFormElement) => {
    const { url = "", description = null } = fieldsOf(form);
    const events = tickedOf(form, "events", EVENT_NAMES);
    create.mutate(
      { body: { url, description, events } },
      {
        onSuccess: (webhook) => {
          form.reset();
          onMade(webhook);
        },
      },
    );
  };
  return (
    <form
      class="form stacked"
      onSubmit={(event) => {
        event.preventDefault();
        make(event.currentTarget);
      }}
    >
      <label>
        Post to
        <input name="url" type="url" required placeholder="https://hooks.example.com/scans" />
      </label>
      <Ticks
        legend="when"
        name="events"
        meanings={WEBHOOK_EVENTS}
        values={EVENT_NAMES}
        ticked={EVENT_NAMES}
      />
      <label>
        Description
        <input name="description" maxLength={500} placeholder="what it is for" />
      </label>
      <p class="actions">
        <button type="submit" class="main" disabled={create.isPending}>
          Add webhook
        </button>
      </p>
      {create.error && <Failure error={create.error} />}
    </form>
  );
}
