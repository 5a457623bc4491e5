import type { JobEvent } from "@sitemap-scanner/contracts";
import { useMemo } from "preact/hooks";
import { Status } from "../../parts/badge.tsx";
import { column, DataTable } from "../../parts/data-table.tsx";
import { milliseconds } from "../../parts/format.ts";
import { Time } from "../../parts/time.tsx";
import { TaskName } from "./task-name.tsx";

/** Every step of a scan and its tasks, in the order in which they were made. */
export function StepTable({ events, since }: { events: JobEvent[]; since: string }) {
  const columns = useMemo(() => columnsSince(since), [since]);
  return <DataTable caption="Steps" columns={columns} rows={events} keyOf={({ id }) => id} />;
}

function columnsSince(since: string) {
  return [
    column<JobEvent>("after", "After", ({ at }) => `+${after(at, since)}`, { align: "end" }),
    column<JobEvent>("to", "Status", ({ to }) => <Status status={to} />),
    column<JobEvent>("what", "What", (event) => <TaskName {...event} />, { wide: true }),
    column<JobEvent>("reason", "Why", ({ reason }) => <span class="code">{reason}</span>),
    column<JobEvent>("try", "Try", ({ generation }) => generation || "", { align: "end" }),
    column<JobEvent>("actor", "By", ({ actor }) => actor),
    column<JobEvent>("at", "At (UTC)", ({ at }) => <Time at={at} />),
  ];
}

function after(at: string, since: string): string {
  return milliseconds(Math.max(0, Date.parse(at) - Date.parse(since)));
}
