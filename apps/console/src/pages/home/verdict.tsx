import type { Health } from "@sitemap-scanner/contracts";
import { Answered } from "../../parts/notes.tsx";
import { counted, span } from "../../parts/format.ts";
import { useHealth } from "../../shell/use-health.ts";

/** In one line whether the promise holds: what is committed is started, and what stops is told. */
export function Verdict() {
  const health = useHealth();
  return (
    <section class="verdict" aria-label="How the service is" aria-live="polite">
      <Answered query={health}>{(data) => <Words health={data} />}</Answered>
    </section>
  );
}

function Words({ health }: { health: Health }) {
  const alive = health.workers.filter((worker) => worker.alive).length;
  return (
    <>
      <p class={health.ok ? "verdict-good" : "verdict-bad"}>
        {health.ok
          ? "✓ All promises are kept."
          : `✕ ${counted(health.words.length, "thing")} ${health.words.length === 1 ? "is" : "are"} wrong.`}
      </p>
      <dl class="facts">
        <Fact name="Workers alive" value={alive === 0 ? "none" : String(alive)} />
        <Fact name="Oldest pending" value={waited(health.oldest_pending_seconds)} />
        <Fact name="Canary" value={canary(health)} />
        <Fact name="Queue" value={queue(health)} />
        <Fact name="Database" value={health.stores.database.ok ? "answers" : "is away"} />
      </dl>
    </>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function waited(seconds: number | null): string {
  return seconds === null ? "nothing waits" : span(seconds);
}

function canary({ canary: seen }: Health): string {
  if (seen === null) return "unknown";
  return seen.age_seconds === null ? "none came through yet" : `${span(seen.age_seconds)} ago`;
}

function queue({ paused, stores }: Health): string {
  if (!stores.broker.ok) return "is away";
  return paused ? "paused" : `${stores.broker.kind}, open`;
}
