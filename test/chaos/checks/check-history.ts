import type { Breaches } from "../breaches.ts";
import type { PostgresServer } from "../servers.ts";
import { replay, type HistoryEvent, type Row } from "./replay.ts";

/** I3, I4 and I8 for every job and task of the run. */
export async function checkHistory(postgres: PostgresServer, breaches: Breaches): Promise<void> {
  const { events, rows } = await readBoth(postgres);
  const histories = Map.groupBy(events, (event) => event.task_id ?? event.job_id);
  for (const { id, ...row } of rows) {
    for (const { invariant, detail } of replay(histories.get(id) ?? [], row)) {
      breaches.add(invariant, id, detail);
    }
  }
}

/** At one moment: what is stuck may still be moved while we look. */
async function readBoth(
  postgres: PostgresServer,
): Promise<{ events: HistoryEvent[]; rows: (Row & { id: string })[] }> {
  const client = await postgres.connect();
  try {
    await client.query("begin isolation level repeatable read read only");
    const events = await client.query<HistoryEvent>("select * from job_events order by id");
    const rows = await client.query<Row & { id: string }>(
      `select job_id::text as id, status, null::int as generation, null::int as lease from jobs
       union all select id::text, status, generation, lease from tasks`,
    );
    return { events: events.rows, rows: rows.rows };
  } finally {
    await client.end();
  }
}
