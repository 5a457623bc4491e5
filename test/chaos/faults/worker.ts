import type { Stack } from "../stack.ts";
import type { Supervised } from "../supervisor.ts";
import { LEASE_MS } from "../times.ts";
import { crashSomewhere } from "./crash.ts";
import type { Fault } from "./fault.ts";

const NO_WORKER: Omit<Fault, "lasts"> = {
  subject: "worker",
  begin({ stack }) {
    for (const worker of stack.workers) worker.holdDown();
    return () => {
      for (const worker of stack.workers) worker.release();
    };
  },
};

export const WORKER_FAULTS = {
  worker_sigkill: {
    subject: "worker",
    lasts: [0, 0],
    begin: ({ stack, random }) => random.pick(stack.workers).kill("SIGKILL"),
  },
  worker_sigterm: {
    subject: "worker",
    lasts: [0, 0],
    begin: ({ stack, random }) => random.pick(stack.workers).kill("SIGTERM"),
  },
  /** Longer than its lease: what it was at is given to another, and it comes back as a zombie. */
  worker_sigstop: {
    subject: "worker",
    lasts: [LEASE_MS * 1.3, LEASE_MS * 2.2],
    async begin({ stack, random }) {
      const { child } = (await busiestWorker(stack)) ?? random.pick(stack.workers);
      child?.kill("SIGSTOP");
      return () => child?.kill("SIGCONT");
    },
  },
  worker_crash_point: {
    subject: "worker",
    lasts: [3_000, 5_000],
    begin: ({ stack, random }) =>
      crashSomewhere(random.pick(stack.workers), random, ["worker", "relay", "reconciler"]),
  },
  no_worker: { ...NO_WORKER, lasts: [2_000, 5_000] },
  no_worker_long: { ...NO_WORKER, lasts: [36_000, 38_000], isLong: true },
} satisfies Record<string, Fault>;

/** The one that has most tasks in hand, by the process id in its name. */
async function busiestWorker({ postgres, workers }: Stack): Promise<Supervised | undefined> {
  const [busiest] = await postgres.query<{ pid: number }>(
    `select split_part(worker_id, ':', 2)::int as pid from tasks where status = 'running'
     group by 1 order by count(*) desc limit 1`,
  );
  return workers.find(({ child }) => child?.pid === busiest?.pid);
}
