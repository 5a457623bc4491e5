import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { TASK_QUEUE, type Broker } from "@sitemap-scanner/queue";
import type { Fault, Scene } from "./fault.ts";

type Queue = Broker["queues"][number];
type QueueFault = Omit<Fault, "subject">;

const PATIENCE_MS = 3_000;

/** What people do in Bull Board. It may fail while the broker is away: then nothing was done. */
export const QUEUE_FAULTS = {
  doorbell_removed: onQueue({
    lasts: [0, 0],
    begin: (scene) => withDoorbells(scene, 3, (job) => job.remove()),
  }),
  doorbell_edited: onQueue({
    lasts: [0, 0],
    begin: (scene) =>
      withDoorbells(scene, 2, (job) => job.updateData({ taskId: randomUUID(), generation: 1 })),
  }),
  doorbell_made_nonsense: onQueue({
    lasts: [0, 0],
    begin: (scene) => withDoorbells(scene, 2, (job) => job.updateData({ taskId: "you", no: [] })),
  }),
  /** Rung again under another id, and an older generation of it as well. */
  doorbell_doubled: onQueue({
    lasts: [0, 0],
    async begin(scene) {
      const tasks = await scene.stack.postgres.query<{
        id: string;
        kind: string;
        generation: number;
      }>("select id, kind, generation from tasks where status in ('pending', 'running') limit 5");
      const rings = tasks.flatMap(({ id, kind, generation }) =>
        [generation, generation - 1].map((generation) => ({
          name: kind,
          data: { taskId: id, generation },
          opts: { jobId: `again-${randomUUID()}` },
        })),
      );
      await withQueue(scene, (queue) => queue.addBulk(rings));
    },
  }),
  queue_paused: onQueue({ lasts: [500, 2_000], begin: pauseQueue }),
  queue_paused_long: onQueue({ lasts: [36_000, 38_000], isLong: true, begin: pauseQueue }),
} satisfies Record<string, Fault>;

function onQueue(fault: QueueFault): Fault {
  return { ...fault, subject: "queue" };
}

async function pauseQueue(scene: Scene) {
  await withQueue(scene, (queue) => queue.pause());
  return async () => {
    // It stays paused until somebody has resumed it, however long the broker is away.
    while (!(await withQueue(scene, (queue) => queue.resume()))) await delay(250);
  };
}

async function withDoorbells(
  scene: Scene,
  most: number,
  change: (job: Awaited<ReturnType<Queue["getWaiting"]>>[number]) => Promise<unknown>,
): Promise<void> {
  await withQueue(scene, async (queue) => {
    for (const job of await queue.getWaiting(0, most - 1)) await change(job);
  });
}

/** @returns whether it could be done */
async function withQueue(
  { stack }: Scene,
  work: (queue: Queue) => Promise<unknown>,
): Promise<boolean> {
  const queue = stack.broker.queues.find(({ name }) => name === TASK_QUEUE);
  if (!queue) throw new Error(`Cannot find the queue "${TASK_QUEUE}"`);
  const done = work(queue).then(
    () => true,
    () => false,
  );
  return Promise.race([done, delay(PATIENCE_MS, false)]);
}
