import type { JobEvent } from "@sitemap-scanner/contracts";
import type { JobEventView } from "@sitemap-scanner/database";

export function toJobEvent(event: JobEventView): JobEvent {
  return {
    id: event.id,
    task_id: event.task_id,
    kind: event.kind,
    url: event.url,
    from: event.from_status,
    to: event.to_status,
    generation: event.generation,
    lease: event.lease,
    reason: event.reason,
    actor: event.actor,
    at: event.at.toISOString(),
  };
}
