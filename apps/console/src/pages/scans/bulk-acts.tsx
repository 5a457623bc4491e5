import type { Job } from "@sitemap-scanner/contracts";
import { useQueryClient } from "@tanstack/preact-query";
import { useState } from "preact/hooks";
import { call } from "../../api/call.ts";
import { counted } from "../../parts/format.ts";

const LIVE = new Set(["pending", "running"]);

type Act = "cancelJob" | "retryJob";

/** Cancels or repeats the chosen scans, one after the other, and says what could not be done. */
export function BulkActs({
  jobs,
  isAll,
  onAll,
  onDone,
}: {
  jobs: readonly Job[];
  isAll: boolean;
  onAll: (all: boolean) => void;
  onDone: () => void;
}) {
  const client = useQueryClient();
  const [said, setSaid] = useState("");
  const live = jobs.filter((job) => LIVE.has(job.status));
  const ended = jobs.filter((job) => !LIVE.has(job.status));

  async function act(id: Act, them: readonly Job[], done: string) {
    const refused: string[] = [];
    for (const [index, job] of them.entries()) {
      setSaid(`${index + 1} of ${them.length} …`);
      await call(id, { params: { job_id: job.job_id } }).catch((error: unknown) =>
        refused.push(`${job.domain}: ${error instanceof Error ? error.message : String(error)}`),
      );
    }
    setSaid([`${counted(them.length - refused.length, "scan")} ${done}.`, ...refused].join(" "));
    onDone();
    await client.invalidateQueries();
  }

  return (
    <div class="bulk">
      <label>
        <input
          type="checkbox"
          checked={isAll}
          onChange={(event) => onAll(event.currentTarget.checked)}
        />
        Choose all that are shown
      </label>
      <button
        type="button"
        disabled={live.length === 0}
        onClick={() => void act("cancelJob", live, "cancelled")}
      >
        Cancel {live.length > 0 && live.length}
      </button>
      <button
        type="button"
        disabled={ended.length === 0}
        onClick={() => void act("retryJob", ended, "asked for again")}
      >
        Scan again {ended.length > 0 && ended.length}
      </button>
      <span aria-live="polite">{said}</span>
    </div>
  );
}
