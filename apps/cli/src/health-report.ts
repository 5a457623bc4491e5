import type { Health } from "@sitemap-scanner/contracts";
import type { Output } from "./output/output.ts";
import { sanitize } from "./output/sanitize.ts";
import { renderTable } from "./output/table.ts";

/** Prints how the system does: what is there, what is broken, and the verdict last. */
export function printHealth(out: Output, apiUrl: string, health: Health): void {
  out.line(`api       ok: ${apiUrl}`);
  for (const [name, store] of Object.entries(health.stores)) {
    const verdict = store.ok ? out.style("green", "ok") : out.style("red", "down");
    out.line(`${name.padEnd(9)} ${verdict}: ${sanitize(`${store.kind}, ${store.detail}`)}`);
  }
  if (health.paused === true) out.line(`queue     ${out.style("yellow", "paused")}`);
  printProgress(out, health);
  printWorkers(out, health);
  printViolations(out, health);
  out.line("");
  for (const words of health.words) out.line(sanitize(words));
  out.line(
    health.ok ? out.style("green", "All is well.") : out.style("red", "Something is wrong."),
  );
}

function printProgress(out: Output, { loops, canary, oldest_pending_seconds }: Health): void {
  if (loops.length > 0) {
    const words = loops.map(
      ({ name, seconds_since_success: seconds }) =>
        `${name} ${seconds === null ? "never" : secondsAgo(seconds)}`,
    );
    out.line(`loops     ${sanitize(words.join(", "))}`);
  }
  if (canary && (canary.age_seconds !== null || canary.live_for_seconds !== null))
    out.line(`canary    ${wordsOnCanary(canary)}`);
  if (oldest_pending_seconds !== null)
    out.line(`pending   the oldest job since ${rounded(oldest_pending_seconds)} s`);
}

function wordsOnCanary(canary: NonNullable<Health["canary"]>): string {
  const last =
    canary.age_seconds === null
      ? "none has come through yet"
      : `came through ${secondsAgo(canary.age_seconds)}, took ${rounded(canary.latency_seconds ?? 0)} s`;
  if (canary.live_for_seconds === null) return last;
  return `${last}; one is under way since ${rounded(canary.live_for_seconds)} s`;
}

function secondsAgo(seconds: number): string {
  return `${rounded(seconds)} s ago`;
}

function rounded(seconds: number): number {
  return seconds < 10 ? Math.round(seconds * 10) / 10 : Math.round(seconds);
}

function printWorkers(out: Output, { workers }: Health): void {
  const alive = workers.filter((worker) => worker.alive).length;
  out.line(`workers   ${alive} alive of ${workers.length} seen`);
  if (alive === 0) out.line("          Start one: `npm start` brings its own.");
  if (workers.length === 0) return;
  out.line("");
  out.line(
    renderTable(
      [
        { title: "WORKER" },
        { title: "HOST" },
        { title: "PID", align: "right" },
        { title: "VERSION" },
        { title: "ALIVE" },
        { title: "LAST SEEN" },
        { title: "TASKS", align: "right" },
      ],
      workers.map((worker) => [
        worker.id,
        worker.host,
        worker.pid,
        worker.version,
        worker.alive ? "yes" : "no",
        worker.last_seen_at,
        worker.current_tasks,
      ]),
    ),
  );
}

function printViolations(out: Output, { violations }: Health): void {
  if (violations.length === 0) return;
  out.line("");
  out.line(
    renderTable(
      [{ title: "VIOLATION" }, { title: "SUBJECT" }, { title: "SINCE" }, { title: "DETAIL" }],
      violations.map((violation) => [
        violation.code,
        `${violation.subject} ${violation.subject_id}`,
        violation.since,
        violation.detail,
      ]),
    ),
  );
}
