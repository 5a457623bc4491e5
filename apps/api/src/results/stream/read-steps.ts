import { listEventsOfJobs, listFilesOfTasks, type Db } from "@sitemap-scanner/database";
import { TERMINAL_STATUSES } from "@sitemap-scanner/contracts";
import { toJobEvent } from "../to-job-event.ts";
import { toSitemapFile } from "../to-sitemap-file.ts";

/** One step of a job's history, ready to be sent to any number of readers. */
export interface Step {
  id: number;
  jobId: string;
  /** A `JobEvent` as JSON. */
  event: string;
  /** The `SitemapFile` whose task ended with it, as JSON. */
  file: string | null;
}

const ENDS: readonly string[] = TERMINAL_STATUSES;

/** Steps of several jobs in the order of their ids. A file does not change once its task has ended. */
export async function readSteps(
  db: Db,
  jobIds: readonly string[],
  range: Parameters<typeof listEventsOfJobs>[2],
): Promise<Step[]> {
  const events = await listEventsOfJobs(db, jobIds, range);
  const ended = events.filter((event) => ENDS.includes(event.to_status));
  const files = await listFilesOfTasks(
    db,
    ended.flatMap((event) => event.task_id ?? []),
  );
  return events.map((event) => {
    const isEnd = event.task_id !== null && ENDS.includes(event.to_status);
    const file = isEnd ? files.get(event.task_id ?? "") : undefined;
    return {
      id: Number(event.id),
      jobId: event.job_id,
      event: JSON.stringify(toJobEvent(event)),
      file: file ? JSON.stringify(toSitemapFile(file)) : null,
    };
  });
}
