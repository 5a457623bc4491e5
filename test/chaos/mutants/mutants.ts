import type { Backend } from "../backend.ts";
import type { Invariant } from "../breaches.ts";
import type { FaultKind } from "../faults/index.ts";
import type { PostgresServer } from "../servers.ts";

/** A piece of source text, and what stands there instead while the mutant runs. */
export interface Edit {
  /** Relative to the root of the repository. */
  file: string;
  find: string | RegExp;
  replace: string;
}

/** The product with one of its safeguards taken out: a run of chaos must notice. */
export interface Mutant {
  name: string;
  edits: readonly Edit[];
  /** For a safeguard that the database keeps. */
  alterDatabase?: (postgres: PostgresServer) => Promise<void>;
  /** What it breaks: one of these must be among the breaches. */
  caughtBy: readonly Invariant[];
  /** The faults that bring it to light, and how long they take to do so. */
  faults: readonly FaultKind[];
  backends: readonly Backend[];
  seconds: number;
  drainSeconds: number;
}

const TASKS = "packages/database/src/queries/tasks.ts";
const OUTBOX = "packages/database/src/queries/outbox.ts";
const BOTH: readonly Backend[] = ["redis", "postgres"];

export const MUTANTS: readonly Mutant[] = [
  {
    // Whoever once had a task may write for it.
    name: "no_fence",
    edits: [
      { file: TASKS, find: '    .where("lease", "=", holder.lease)\n', replace: "" },
      {
        file: TASKS,
        find: "from tasks t join h using (id, lease)",
        replace: "from tasks t join h using (id)",
      },
      {
        file: TASKS,
        find: "from tasks join h using (id, lease)",
        replace: "from tasks join h using (id)",
      },
    ],
    caughtBy: ["I4"],
    faults: ["worker_sigstop"],
    backends: BOTH,
    seconds: 20,
    drainSeconds: 30,
  },
  {
    // A message that a relay has claimed is its for ever, also when it died over it.
    name: "no_claim_expiry",
    edits: [
      {
        file: OUTBOX,
        find: /\(claimed_until is null or claimed_until < now\(\)\)/g,
        replace: "claimed_until is null",
      },
    ],
    caughtBy: ["I2"],
    faults: ["api_crash_point", "worker_crash_point"],
    backends: BOTH,
    seconds: 25,
    drainSeconds: 12,
  },
  {
    // A task stays with a worker that is gone.
    name: "no_rescue",
    edits: [
      {
        file: TASKS,
        find: '.where("lease_until", "<", sql<Date>`now()`)\n    .orderBy("lease_until")',
        replace:
          '.where("lease_until", "<", sql<Date>`\'-infinity\'`)\n    .orderBy("lease_until")',
      },
    ],
    caughtBy: ["I2", "I5"],
    faults: ["worker_sigkill"],
    backends: BOTH,
    seconds: 15,
    drainSeconds: 10,
  },
  {
    // The incident itself: a task becomes pending again, and nothing tells anybody.
    name: "no_outbox_trigger",
    edits: [],
    async alterDatabase(postgres) {
      // Whoever else would heal it, such as the reconciler, is kept from it as well.
      await postgres.query(
        `create function forget_message() returns trigger language plpgsql as $$ begin return null; end $$`,
      );
      await postgres.query(
        `create trigger forget_message before insert on outbox for each row
         when (new.generation > 1) execute function forget_message()`,
      );
    },
    caughtBy: ["I6"],
    faults: ["worker_sigkill"],
    backends: BOTH,
    seconds: 15,
    drainSeconds: 10,
  },
];

export function findMutant(name: string): Mutant | undefined {
  return MUTANTS.find((mutant) => mutant.name === name);
}
