import type { Worker } from "@sitemap-scanner/contracts";
import { useApi } from "../../api/use-api.ts";
import { counted } from "../../parts/format.ts";
import { Answered, Empty } from "../../parts/notes.tsx";
import { WorkerCard } from "./worker-card.tsx";

const EVERY_MS = 2_000;

/** Who does the work, and what each is at. */
export function WorkersPage() {
  const workers = useApi("listWorkers", {}, { everyMs: EVERY_MS });
  return (
    <>
      <h1>Workers</h1>
      <Answered query={workers}>{({ data }) => <Workers workers={data} />}</Answered>
    </>
  );
}

function Workers({ workers }: { workers: Worker[] }) {
  const alive = workers.filter((worker) => worker.alive);
  const tasks = alive.reduce((sum, worker) => sum + worker.tasks.length, 0);
  return (
    <>
      {alive.length === 0 ? (
        <NoWorker />
      ) : (
        <p aria-live="polite">
          {counted(alive.length, "worker")} alive, {counted(tasks, "task")} in hand.
        </p>
      )}
      <ul class="cards">
        {workers.map((worker) => (
          <WorkerCard key={worker.id} worker={worker} />
        ))}
      </ul>
    </>
  );
}

function NoWorker() {
  return (
    <Empty title="No worker is alive: scans are accepted, and wait.">
      <p>
        <code>npm start</code> runs one beside the API. On a machine of its own, with the{" "}
        <code>DATABASE_URL</code> and <code>REDIS_URL</code> of this API:
      </p>
      <p>
        <code>node apps/worker/src/main.ts</code>
      </p>
    </Empty>
  );
}
