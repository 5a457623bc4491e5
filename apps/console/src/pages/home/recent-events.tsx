import { useApi } from "../../api/use-api.ts";
import { Status } from "../../parts/badge.tsx";
import { Answered, Empty } from "../../parts/notes.tsx";
import { Ago } from "../../parts/time.tsx";
import { Link } from "../../router.tsx";

const EVERY_MS = 3_000;

export function RecentEvents() {
  const events = useApi("listRecentEvents", { query: { limit: 12 } }, { everyMs: EVERY_MS });
  return (
    <Answered query={events}>
      {({ data }) =>
        data.length === 0 ? (
          <Empty title="Nothing yet" />
        ) : (
          <ol class="events">
            {data.map((event) => (
              <li key={event.id}>
                <Ago at={event.at} />
                <Status status={event.to} />
                <Link href={`/scans/${event.job_id}`}>{event.domain}</Link>
                {event.reason !== null && <span class="faint">{event.reason}</span>}
              </li>
            ))}
          </ol>
        )
      }
    </Answered>
  );
}
