import type { Breach, Breaches } from "./breaches.ts";
import type { Shortfalls } from "./checks/check-pages.ts";
import type { FaultSpan } from "./conduct.ts";
import type { Ledger } from "./load.ts";
import type { ChaosOptions } from "./options.ts";
import type { Recovery } from "./recovery.ts";
import type { Life } from "./supervisor.ts";
import type { Watch } from "./watch.ts";

export type Outcomes = Record<string, Record<string, number>>;

/** What a run came to: as it is written to `--report`, and as it is printed. */
export interface Report {
  seed: number;
  backend: string;
  seconds: number;
  mutant: string | null;
  scans: { acknowledged: number; by_sql: number; cancelled: number; retried: number };
  /** Scans by kind of site and by how they ended. */
  outcomes: Outcomes;
  /** Answers of the API by what was asked and their status; 0: none. */
  answers: Record<string, number>;
  internal_errors: string[];
  faults: Record<string, { times: number; worst_ms: number; worst_undisturbed_ms: number }>;
  faults_in_all: number;
  timeline: FaultSpan[];
  lost: number;
  stuck: number;
  recorded_twice: number;
  stalls: { told: number; silent: number };
  /** After the last fault, until no job was live. */
  drained_ms: number;
  /** Scans of sound sites that did not find all, by what they say of it. */
  shortfalls: Record<string, number>;
  /** Lives of processes by how they ended. */
  ends: Record<string, number>;
  /** What `/health` said, and how often. */
  health_words: Record<string, number>;
  breaches: Breach[];
}

export function toReport(run: {
  options: ChaosOptions;
  ledger: Ledger;
  happened: readonly FaultSpan[];
  recoveries: readonly Recovery[];
  breaches: Breaches;
  watch: Watch;
  stuck: number;
  drainedMs: number;
  shortfalls: Shortfalls;
  outcomes: Outcomes;
  lives: readonly Life[];
}): Report {
  const { options, ledger, happened, breaches, watch } = run;
  const { seed, backend, seconds } = options;
  return {
    seed,
    backend,
    seconds,
    mutant: options.mutant?.name ?? null,
    scans: {
      acknowledged: ledger.acknowledged.size,
      by_sql: ledger.bySql.size,
      cancelled: ledger.cancelled.size,
      retried: ledger.retried,
    },
    outcomes: run.outcomes,
    answers: Object.fromEntries(ledger.answers),
    internal_errors: ledger.internalErrors,
    faults: faultsOf(happened, run.recoveries),
    faults_in_all: happened.length,
    timeline: [...happened],
    lost: breaches.count("I1"),
    stuck: run.stuck,
    recorded_twice: breaches.count("I4", "I7"),
    stalls: { told: watch.stalls.told.size, silent: watch.stalls.silent.size },
    drained_ms: Math.round(run.drainedMs),
    shortfalls: Object.fromEntries(run.shortfalls),
    ends: endsOf(run.lives),
    health_words: Object.fromEntries(watch.words),
    breaches: breaches.list,
  };
}

function faultsOf(
  happened: readonly FaultSpan[],
  recoveries: readonly Recovery[],
): Report["faults"] {
  const byKind = Map.groupBy(happened, ({ kind }) => kind);
  const entries = [...byKind].map(([kind, spans]) => {
    const own = recoveries.filter((recovery) => recovery.kind === kind);
    const worst = (of: (recovery: Recovery) => number) => Math.round(Math.max(0, ...own.map(of)));
    const summary = {
      times: spans.length,
      worst_ms: worst(({ ms }) => ms),
      worst_undisturbed_ms: worst(({ undisturbedMs }) => undisturbedMs),
    };
    return [kind, summary] as const;
  });
  return Object.fromEntries(entries);
}

function endsOf(lives: readonly Life[]): Record<string, number> {
  const ends: Record<string, number> = {};
  for (const { name, code, signal } of lives) {
    const end = `${name.replace(/-\d+$/, "")} ${signal ?? `exit ${code}`}`;
    ends[end] = (ends[end] ?? 0) + 1;
  }
  return ends;
}

/** The report for people; its last line is the verdict. */
export function printReport(report: Report): string {
  const { scans, stalls, breaches } = report;
  const faults = Object.entries(report.faults).map(
    ([kind, { times, worst_ms, worst_undisturbed_ms }]) =>
      `  ${kind.padEnd(30)} ${String(times).padStart(4)}   ${seconds(worst_ms)}   ${seconds(worst_undisturbed_ms)}`,
  );
  return [
    `seed ${report.seed}, ${report.backend}, ${report.seconds} s${report.mutant ? `, mutant ${report.mutant}` : ""}`,
    `scans        ${scans.acknowledged} acknowledged (${scans.retried} of them retries), ${scans.by_sql} by SQL, ${scans.cancelled} cancelled`,
    `answers      ${list(report.answers)}`,
    `processes    ${list(report.ends)}`,
    `fell short   ${list(report.shortfalls)}`,
    `health said  ${list(report.health_words)}`,
    ...Object.entries(report.outcomes).map(([kind, ends]) => `  ${kind.padEnd(24)} ${list(ends)}`),
    `faults       ${report.faults_in_all}`,
    `  ${"kind".padEnd(30)} times   worst recovery, of it undisturbed`,
    ...faults,
    `lost ${report.lost}, stuck ${report.stuck}, recorded twice ${report.recorded_twice}`,
    `stalls over 30 s: ${stalls.told} told, ${stalls.silent} silent; drained in ${seconds(report.drained_ms)}`,
    ...report.internal_errors.slice(0, 5).map((text) => `500: ${text.slice(0, 300)}`),
    ...breaches
      .slice(0, 50)
      .map((breach) => `${breach.invariant} at ${breach.at} s: ${breach.subject} ${breach.detail}`),
    breaches.length === 0 ? "chaos: clean" : `chaos: ${breaches.length} breaches`,
  ].join("\n");
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`.padStart(8);
}

function list(counts: Record<string, number>): string {
  const parts = Object.entries(counts).map(([name, count]) => `${name} ${count}`);
  return parts.length === 0 ? "none" : parts.join(" · ");
}
