import { parseArgs } from "node:util";
import type { Backend } from "./backend.ts";
import { FAULT_KINDS, faultsOf, isFaultKind, type FaultKind } from "./faults/index.ts";
import { findMutant, MUTANTS, type Mutant } from "./mutants/mutants.ts";

export interface ChaosOptions {
  /** How long faults are injected and scans submitted. */
  seconds: number;
  seed: number;
  backend: Backend;
  faults: readonly FaultKind[];
  mutant: Mutant | undefined;
  /** Time without a fault after each, so that its recovery is its own; null: they come thick and fast. */
  pauseSeconds: number | null;
  /** Scans a second that are asked for. */
  rate: number;
  /** Scans that are live, at most, before more are asked for. */
  live: number;
  apis: number;
  workers: number;
  /** After the last fault, all jobs must have ended within this time. */
  drainSeconds: number;
  /** After a fault, what was due must have moved within this time, other faults not counted. */
  recoverySeconds: number;
  /** Where the logs of all processes are kept; else they are gone with the run. */
  logs: string | undefined;
}

/** What the command line asks for: one run, or one on each back end. */
export interface Command {
  runs: ChaosOptions[];
  report: string | undefined;
}

export class UsageError extends Error {
  override readonly name = "UsageError";
}

export const USAGE = `Usage: npm run chaos -- [options]
       npm run chaos -- recovery [options]   how long each fault takes to be over

  --seconds N            how long faults are injected (default 120)
  --seed N               the plan of faults follows from it (default 7)
  --backend NAME         redis, postgres or both (default both)
  --faults A,B           only these kinds (default: all that fit the back end)
  --mutant NAME          break the product on purpose: the run must then fail
  --pause-seconds N      time without a fault after each, to see what one alone costs (default none)
  --rate N               scans a second that are asked for (default 10)
  --live N               no more is asked for while so many are live (default 240)
  --apis N, --workers N  processes (default 2 and 3)
  --drain-seconds N      all jobs must end this soon after the last fault (default 90)
  --recovery-seconds N   what was due must move this soon after a fault (default 60)
  --report FILE          write the report as JSON
  --logs DIRECTORY       keep the logs of all processes

Ends with 0 when every invariant held, with 1 after a breach, with 2 when called wrongly.

Faults: ${FAULT_KINDS.join(", ")}
Mutants: ${MUTANTS.map(({ name }) => name).join(", ")}
`;

const DEFAULTS = {
  apis: "2",
  workers: "3",
  rate: "10",
  live: "240",
  "recovery-seconds": "60",
  seed: "7",
};

/** @throws UsageError */
export function readCommand(args: readonly string[]): Command {
  const values = parse(args);
  const mutant = values.mutant === undefined ? undefined : findMutant(values.mutant);
  if (values.mutant !== undefined && !mutant) {
    throw new UsageError(`There is no mutant "${values.mutant}"`);
  }
  const number = (name: keyof typeof values, fallback: string, least = 1) =>
    readNumber(name, values[name] ?? fallback, least);
  // What a mutant breaks does not depend on the broker.
  const backend = values.backend ?? (mutant ? "redis" : "both");
  const runs = readBackends(backend).map((backend): ChaosOptions => ({
    backend,
    mutant,
    seconds: number("seconds", String(mutant?.seconds ?? 120)),
    seed: number("seed", DEFAULTS.seed, 0),
    faults: readFaults(values.faults ?? mutant?.faults.join(","), backend),
    pauseSeconds: values["pause-seconds"] === undefined ? null : number("pause-seconds", "0", 0),
    rate: number("rate", DEFAULTS.rate, 0.1),
    live: number("live", DEFAULTS.live),
    apis: number("apis", DEFAULTS.apis),
    workers: number("workers", DEFAULTS.workers),
    drainSeconds: number("drain-seconds", String(mutant?.drainSeconds ?? 90)),
    recoverySeconds: number("recovery-seconds", DEFAULTS["recovery-seconds"]),
    logs: values.logs,
  }));
  return { runs, report: values.report };
}

function parse(args: readonly string[]) {
  const text = { type: "string" } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        seconds: text,
        seed: text,
        backend: text,
        faults: text,
        mutant: text,
        "pause-seconds": text,
        rate: text,
        live: text,
        apis: text,
        workers: text,
        "drain-seconds": text,
        "recovery-seconds": text,
        report: text,
        logs: text,
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** @throws UsageError */
export function readNumber(name: string, text: string, least = 1): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value) && value >= least) return value;
  throw new UsageError(`--${name} must be a number from ${least}, not "${text}"`);
}

/** @throws UsageError */
export function readBackends(name = "both"): Backend[] {
  if (name === "redis" || name === "postgres") return [name];
  if (name === "both") return ["redis", "postgres"];
  throw new UsageError(`--backend must be redis, postgres or both, not "${name}"`);
}

/** @throws UsageError */
export function readFaults(list: string | undefined, backend: Backend): FaultKind[] {
  const possible = faultsOf(backend);
  if (list === undefined) return possible;
  const wanted = list.split(",").map((name) => {
    if (isFaultKind(name)) return name;
    throw new UsageError(`There is no fault "${name}"`);
  });
  const faults = wanted.filter((kind) => possible.includes(kind));
  if (faults.length === 0) throw new UsageError(`None of "${list}" can happen on ${backend}`);
  return faults;
}
