import { parseArgs } from "node:util";
import type { Backend } from "../backend.ts";
import type { FaultKind } from "../faults/index.ts";
import { readBackends, readFaults, readNumber, UsageError } from "../options.ts";

export interface RecoveryOptions {
  backend: Backend;
  faults: readonly FaultKind[];
  /** Each fault happens so often; the worst counts. */
  repetitions: number;
  /** Where the logs of all processes are kept; else they are gone with the run. */
  logs: string | undefined;
}

export const RECOVERY_USAGE = `Usage: npm run chaos -- recovery [options]

How long it takes after one fault until all is as usual, with the product's own clocks and a light load.

  --backend NAME     redis, postgres or both (default both)
  --faults A,B       only these kinds (default: all that are measured)
  --repetitions N    so often each; the worst counts (default 3)
  --logs DIRECTORY   keep the logs of all processes

Ends with 0 when every fault was over within its bound and nothing was lost, else with 1.
`;

/** @throws UsageError */
export function readRecoveryOptions(args: readonly string[]): RecoveryOptions[] {
  const { backend, faults, repetitions = "3", logs } = parse(args);
  return readBackends(backend).map((one) => ({
    backend: one,
    faults: readFaults(faults, one),
    repetitions: readNumber("repetitions", repetitions),
    logs,
  }));
}

function parse(args: readonly string[]) {
  const text = { type: "string" } as const;
  const options = { backend: text, faults: text, repetitions: text, logs: text };
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
