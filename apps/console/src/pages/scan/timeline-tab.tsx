import type { JobEvent, ScanStatus } from "@sitemap-scanner/contracts";
import { Status } from "../../parts/badge.tsx";
import { span } from "../../parts/format.ts";
import { Empty } from "../../parts/notes.tsx";
import { Paged } from "../../parts/paged.tsx";
import { Time } from "../../parts/time.tsx";

/** What became of a scan and its tasks, step by step. */
export function TimelineTab({ job }: { job: ScanStatus }) {
  return (
    <Paged id="listJobEvents" input={{ params: { job_id: job.job_id }, query: {} }}>
      {(events) =>
        events.length === 0 ? (
          <Empty title="Nothing has happened yet" />
        ) : (
          <ol class="timeline">
            {events.map((event) => (
              <Step key={event.id} event={event} since={job.created_at} />
            ))}
          </ol>
        )
      }
    </Paged>
  );
}

function Step({ event, since }: { event: JobEvent; since: string }) {
  const isJob = event.task_id === null;
  const after = (Date.parse(event.at) - Date.parse(since)) / 1_000;
  return (
    <li class={isJob ? "step step-job" : "step"}>
      <span class="step-after">+{after < 10 ? `${after.toFixed(1)} s` : span(after)}</span>
      <Status status={event.to} />
      <span>{isJob ? "the scan" : `task ${event.task_id?.slice(-6)}`}</span>
      {event.generation !== null && event.generation > 1 && (
        <span class="faint">try {event.generation}</span>
      )}
      {event.reason !== null && <span class="code">{event.reason}</span>}
      <span class="faint">
        by {event.actor}, <Time at={event.at} />
      </span>
    </li>
  );
}
