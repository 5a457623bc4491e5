import type { Worker } from "@sitemap-scanner/contracts";
import { Badge } from "../../parts/badge.tsx";
import { Ago, Lasted, Time } from "../../parts/time.tsx";
import { Link } from "../../router.tsx";

type Task = Worker["tasks"][number];

/** One worker: whether it is there, since when, and its tasks. */
export function WorkerCard({ worker }: { worker: Worker }) {
  const { id, host, pid, version, tasks } = worker;
  return (
    <li class="card">
      <h2>
        {host} <small>process {pid}</small> <Life worker={worker} />
      </h2>
      <dl class="facts">
        <div>
          <dt>Last seen</dt>
          <dd>
            <Ago at={worker.last_seen_at} />
          </dd>
        </div>
        <div>
          <dt>Started (UTC)</dt>
          <dd>
            <Time at={worker.started_at} />
          </dd>
        </div>
        <div>
          <dt>Version</dt>
          <dd>{version}</dd>
        </div>
        <div>
          <dt>Id</dt>
          <dd class="url">{id}</dd>
        </div>
      </dl>
      {tasks.length > 0 ? <Tasks tasks={tasks} /> : worker.alive && <p class="faint">Idle.</p>}
    </li>
  );
}

function Life({ worker: { alive, stopped_at: stoppedAt } }: { worker: Worker }) {
  if (stoppedAt !== null) {
    return (
      <Badge tone="off">
        stopped <Ago at={stoppedAt} />
      </Badge>
    );
  }
  return alive ? <Badge tone="good">alive</Badge> : <Badge tone="bad">gone without a word</Badge>;
}

function Tasks({ tasks }: { tasks: readonly Task[] }) {
  return (
    <ul class="tasks">
      {tasks.map((task) => (
        <li key={task.task_id}>
          <Link href={`/scans/${task.job_id}`}>{task.domain}</Link>{" "}
          <span class="url">{task.url ?? "looks for sitemaps"}</span>{" "}
          <span class="faint">
            for <Lasted from={task.started_at} to={null} />
          </span>
        </li>
      ))}
    </ul>
  );
}
