import type { JobEvent, ScanStatus } from "@sitemap-scanner/contracts";
import { Choice } from "../../parts/choice.tsx";
import { Empty } from "../../parts/notes.tsx";
import { Paged } from "../../parts/paged.tsx";
import { setSearch, useLocation } from "../../router.tsx";
import { StepTable } from "./step-table.tsx";
import { TaskTable } from "./task-table.tsx";
import { toTaskStories } from "./task-spans.ts";
import { isLiveScan } from "./use-scan.ts";

/** What became of a scan and its tasks: how long each waited and ran, or step by step. */
export function TimelineTab({ job }: { job: ScanStatus }) {
  const view = useLocation().searchParams.get("as") === "steps" ? "steps" : "";
  return (
    <>
      <div class="filters">
        <Choice
          label="Show"
          value={view}
          options={[
            ["", "task by task"],
            ["steps", "step by step"],
          ]}
          onChoose={(value) => setSearch({ as: value })}
        />
      </div>
      <Paged
        id="listJobEvents"
        input={{ params: { job_id: job.job_id }, query: {} }}
        none={<Empty title="Nothing has happened yet" />}
      >
        {(events, { hasMore }) => {
          if (view === "steps") return <StepTable events={events} since={job.created_at} />;
          const until = shownUntil(job, events, hasMore);
          return <TaskTable stories={toTaskStories(events, job.created_at, until)} until={until} />;
        }}
      </Paged>
    </>
  );
}

/** What goes on does so until now; of what is not shown yet nothing is said. */
function shownUntil(job: ScanStatus, events: readonly JobEvent[], hasMore: boolean): number {
  const since = Date.parse(job.created_at);
  const last = Date.parse(events.at(-1)?.at ?? job.created_at) - since;
  return isLiveScan(job) && !hasMore ? Math.max(last, Date.now() - since) : last;
}
