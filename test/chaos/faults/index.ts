import type { Backend } from "../backend.ts";
import { API_FAULTS } from "./api.ts";
import type { Fault } from "./fault.ts";
import { POSTGRES_FAULTS } from "./postgres.ts";
import { QUEUE_FAULTS } from "./queue.ts";
import { REDIS_FAULTS } from "./redis.ts";
import { ROWS_FAULTS } from "./rows.ts";
import { WORKER_FAULTS } from "./worker.ts";

const ALL = {
  ...WORKER_FAULTS,
  ...API_FAULTS,
  ...REDIS_FAULTS,
  ...POSTGRES_FAULTS,
  ...QUEUE_FAULTS,
  ...ROWS_FAULTS,
};

export type FaultKind = keyof typeof ALL;

/** Everything that may go wrong, by name. */
export const FAULTS: Record<FaultKind, Fault> = ALL;

export const FAULT_KINDS = Object.keys(ALL) as FaultKind[];

export function isFaultKind(name: string): name is FaultKind {
  return Object.hasOwn(ALL, name);
}

export function faultsOf(backend: Backend): FaultKind[] {
  return FAULT_KINDS.filter((kind) => (FAULTS[kind].on ?? backend) === backend);
}
