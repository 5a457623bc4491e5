import type { Backend } from "../backend.ts";
import type { FaultKind } from "../faults/index.ts";

/** A fault that is measured alone, at the clocks that the product has by default. */
export interface Scenario {
  /** As the table names it. */
  name: string;
  fault: FaultKind;
  /** The back ends it makes sense on. Default: both. */
  on?: Backend;
  /** From its beginning to its end. */
  lastsSeconds: number;
  /** When the recovery begins to count: a worker that stands still is missed from the beginning. */
  countsFrom: "beginning" | "end";
  /** It must have recovered within this time. */
  boundSeconds: number;
}

const OUTAGE = { lastsSeconds: 20, countsFrom: "end", boundSeconds: 10 } as const;
const INSTANT = { lastsSeconds: 0, countsFrom: "end", boundSeconds: 10 } as const;
/** The lease of 20 s, and one pass of the reconciler. */
const LEASE = { countsFrom: "beginning", boundSeconds: 30 } as const;
/** Nobody says a word on the old connections: only a silence of some seconds tells. */
const SILENT = { lastsSeconds: 0, countsFrom: "end", boundSeconds: 20 } as const;

export const SCENARIOS: readonly Scenario[] = [
  { name: "worker killed", fault: "worker_sigkill", ...LEASE, lastsSeconds: 0 },
  { name: "worker frozen for 30 s", fault: "worker_sigstop", ...LEASE, lastsSeconds: 30 },
  { name: "worker told to stop", fault: "worker_sigterm", ...INSTANT },
  { name: "API killed", fault: "api_sigkill", ...INSTANT },
  { name: "Postgres restarted", fault: "postgres_restart_fast", ...INSTANT },
  { name: "Postgres crashed", fault: "postgres_restart_immediate", ...INSTANT },
  { name: "Postgres half-open for 20 s", fault: "postgres_half_open", ...OUTAGE },
  { name: "Postgres connections forgotten", fault: "postgres_forgotten", ...SILENT },
  { name: "Redis down for 20 s", fault: "redis_down_long", on: "redis", ...OUTAGE },
  { name: "Redis half-open for 20 s", fault: "redis_half_open", on: "redis", ...OUTAGE },
  {
    name: "Redis connections forgotten",
    fault: "redis_forgotten",
    on: "redis",
    ...SILENT,
  },
];

/** FLUSHALL with as many messages published and unstarted as the broker is ever given. */
export const FLUSHED_BROKER = { name: "FLUSHALL with 1,000 messages", boundSeconds: 10 };
