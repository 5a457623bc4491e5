import { z } from "zod";
import { TaskKind } from "./doorbell.ts";
import { WorkerSeen } from "./health.ts";
import { JobId } from "./scan.ts";

/** What a worker is at. */
const WorkerTask = z.object({
  task_id: z.uuid(),
  job_id: JobId,
  domain: z.string(),
  kind: TaskKind,
  url: z.string().nullable().describe("The file that is read; null while files are sought."),
  started_at: z.iso.datetime().nullable(),
  lease_until: z.iso.datetime().nullable(),
});

export const Worker = WorkerSeen.extend({
  started_at: z.iso.datetime(),
  stopped_at: z.iso.datetime().nullable().describe("When it said good-bye; null when it did not."),
  tasks: z.array(WorkerTask),
}).meta({ id: "Worker" });
export type Worker = z.infer<typeof Worker>;

export const WorkerList = z.object({ data: z.array(Worker) }).meta({ id: "WorkerList" });
export type WorkerList = z.infer<typeof WorkerList>;
