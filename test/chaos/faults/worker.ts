import type { Supervised } from "../supervisor.ts";
import { FAST_CLOCKS } from "../times.ts";
import { crashSomewhere } from "./crash.ts";
import type { Fault, Scene } from "./fault.ts";

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
    begin: async (scene) => (await busiestWorker(scene)).kill("SIGKILL"),
  },
  worker_sigterm: {
    subject: "worker",
    lasts: [0, 0],
    begin: ({ stack, random }) => random.pick(stack.workers).kill("SIGTERM"),
  },
  /** Longer than its lease: what it was at is given to another, and it comes back as a zombie. */
  worker_sigstop: {
    subject: "worker",
    lasts: [FAST_CLOCKS.leaseMs * 1.3, FAST_CLOCKS.leaseMs * 2.2],
    async begin(scene) {
      const { child } = await busiestWorker(scene);
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
  no_worker: { ...NO_WORKER, lasts: [1_000, 2_500] },
  no_worker_long: { ...NO_WORKER, lasts: [36_000, 38_000], isLong: true },
} satisfies Record<string, Fault>;

/** The one that has most tasks in hand, by the process id in its name; any, if none has. */
async function busiestWorker({ stack, random }: Scene): Promise<Supervised> {
  const [busiest] = await stack.postgres.query<{ pid: number }>(
    `select split_part(worker_id, ':', 2)::int as pid from tasks where status = 'running'
     group by 1 order by count(*) desc limit 1`,
  );
  const { workers } = stack;
  return workers.find(({ child }) => child?.pid === busiest?.pid) ?? random.pick(workers);
}
