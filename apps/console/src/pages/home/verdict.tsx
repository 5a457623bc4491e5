import type { Health } from "@sitemap-scanner/contracts";
import { useApi } from "../../api/use-api.ts";
import { count, counted } from "../../parts/format.ts";
import { Answered } from "../../parts/notes.tsx";
import { Time } from "../../parts/time.tsx";
import { useIsLive } from "../../live.ts";
import { Link } from "../../router.tsx";
import { useHealth } from "../../shell/use-health.ts";
import { healthInWords } from "./health-in-words.ts";

const EVERY_MS = 5_000;

/** In one line whether the promise holds: what is committed is started, and what stops is told. */
export function Verdict() {
  const health = useHealth();
  const isLive = useIsLive();
  return (
    <section class="verdict" aria-label="How the service is">
      <Answered query={health}>{(data) => <Words health={data} />}</Answered>
      {!isLive && health.dataUpdatedAt > 0 && (
        <p class="faint">
          Paused: this is how it was at <Time at={new Date(health.dataUpdatedAt).toISOString()} />{" "}
          UTC.
        </p>
      )}
    </section>
  );
}

function Words({ health }: { health: Health }) {
  const faults = health.words.length;
  return (
    <div class={health.ok ? "verdict-good" : "verdict-bad"}>
      <p class="verdict-line" aria-live="polite">
        {health.ok
          ? "✓ All promises are kept."
          : `✕ ${counted(faults, "thing")} ${faults === 1 ? "is" : "are"} wrong.`}
      </p>
      <p>{healthInWords(health)}</p>
      <Now health={health} />
    </div>
  );
}

/** What there is to do at this moment, and what does it. */
function Now({ health: { stores, paused } }: { health: Health }) {
  const { data: jobs } = useApi("countJobs", {}, { everyMs: EVERY_MS });
  const broker = `${stores.broker.kind}, ${paused ? "paused" : "open"}`;
  return (
    <ul class="now">
      {(["running", "pending"] as const).map((status) => (
        <li key={status}>
          <Link href={`/scans?status=${status}`}>
            {jobs ? count(jobs[status]) : <span class="loading">…</span>} {status}
          </Link>
        </li>
      ))}
      <li>queue: {stores.broker.ok ? broker : "is away"}</li>
      <li>database: {stores.database.ok ? "answers" : "is away"}</li>
    </ul>
  );
}
