import type { Webhook, WebhookRequest } from "@sitemap-scanner/contracts";
import { fieldsOf, tickedOf } from "../../parts/fields.ts";
import { Ticks } from "../../parts/ticks.tsx";
import { EVENT_NAMES, WEBHOOK_EVENTS } from "./webhook-events.ts";

/** What is written down of an endpoint; `webhookOf` reads it. */
export function WebhookFields({ webhook }: { webhook?: Webhook }) {
  return (
    <>
      <label>
        Post to
        <input
          name="url"
          type="url"
          required
          placeholder="https://hooks.example.com/scans"
          defaultValue={webhook?.url}
        />
      </label>
      <Ticks
        legend="when"
        name="events"
        meanings={WEBHOOK_EVENTS}
        values={EVENT_NAMES}
        ticked={webhook?.events ?? EVENT_NAMES}
      />
      <label>
        Description
        <input
          name="description"
          maxLength={500}
          placeholder="what it is for"
          defaultValue={webhook?.description ?? ""}
        />
      </label>
    </>
  );
}

export function webhookOf(
  form: HTMLFormElement,
): Pick<WebhookRequest, "url" | "events" | "description"> {
  const { url = "", description = null } = fieldsOf(form);
  return { url, description, events: tickedOf(form, "events", EVENT_NAMES) };
}
