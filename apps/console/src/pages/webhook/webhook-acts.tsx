import type { Webhook } from "@sitemap-scanner/contracts";
import { useState } from "preact/hooks";
import { useAct } from "../../api/use-act.ts";
import { Confirm } from "../../parts/confirm.tsx";
import { Failure } from "../../parts/notes.tsx";
import { ShownOnce } from "../../parts/shown-once.tsx";
import { Link, navigate } from "../../router.tsx";

/** Try it, switch it on and off, give it a new secret, be rid of it. */
export function WebhookActs({ webhook }: { webhook: Webhook }) {
  const params = { webhook_id: webhook.id };
  const isEnabled = webhook.disabled === null;
  const change = useAct("changeWebhook");
  const test = useAct("testWebhook");
  const error = change.error ?? test.error;
  return (
    <section aria-label="What can be done">
      <div class="actions">
        <button
          type="button"
          class="main"
          disabled={!isEnabled || test.isPending}
          onClick={() => test.mutate({ params })}
        >
          Post a test event
        </button>
        <button
          type="button"
          disabled={change.isPending}
          onClick={() => change.mutate({ params, body: { enabled: !isEnabled } })}
        >
          {isEnabled ? "Disable" : "Enable"}
        </button>
        <RotateSecret webhook={webhook} />
        <Delete webhook={webhook} />
      </div>
      <p role="status" class="said">
        {test.data && (
          <>
            A test event is on its way:{" "}
            <Link href={`/webhooks/${webhook.id}?delivery=${test.data.id}`}>see its delivery</Link>
          </>
        )}
      </p>
      {error && <Failure error={error} />}
    </section>
  );
}

function RotateSecret({ webhook }: { webhook: Webhook }) {
  const rotate = useAct("rotateWebhookSecret");
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setAsking(true)}>
        New secret …
      </button>
      {isAsking && (
        <Confirm
          title="Make a new secret?"
          action="Make a new secret"
          onNo={() => setAsking(false)}
          onYes={() => {
            setAsking(false);
            rotate.mutate({ params: { webhook_id: webhook.id } });
          }}
        >
          <p>The one in use signs beside it for a day. One that is even older does not any more.</p>
        </Confirm>
      )}
      {rotate.error && <Failure error={rotate.error} />}
      {rotate.data && (
        <ShownOnce
          title="The new secret."
          secret={rotate.data.secret}
          onKept={() => rotate.reset()}
        />
      )}
    </>
  );
}

function Delete({ webhook }: { webhook: Webhook }) {
  const remove = useAct("deleteWebhook");
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <button type="button" class="danger" onClick={() => setAsking(true)}>
        Delete …
      </button>
      {isAsking && (
        <Confirm
          title="Delete this webhook?"
          action="Delete"
          onNo={() => setAsking(false)}
          onYes={() => {
            setAsking(false);
            remove.mutate(
              { params: { webhook_id: webhook.id } },
              { onSuccess: () => navigate("/webhooks") },
            );
          }}
        >
          <p>Its deliveries go with it, and {webhook.url} is told nothing any more.</p>
        </Confirm>
      )}
      {remove.error && <Failure error={remove.error} />}
    </>
  );
}
