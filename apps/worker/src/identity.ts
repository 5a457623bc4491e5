import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { TASK_QUEUE } from "@sitemap-scanner/queue";
import packageJson from "../package.json" with { type: "json" };

/** Who this process is, in `workers`, in `tasks.worker_id` and in the log. */
export interface WorkerIdentity {
  id: string;
  host: string;
  pid: number;
  version: string;
  queues: string[];
  concurrency: number;
}

/** A process id comes back after a restart, so two random bytes tell the lives apart. */
export function createIdentity(concurrency: number): WorkerIdentity {
  const host = hostname();
  return {
    id: `${host}:${process.pid}:${randomBytes(2).toString("hex")}`,
    host,
    pid: process.pid,
    version: packageJson.version,
    queues: [TASK_QUEUE],
    concurrency,
  };
}
