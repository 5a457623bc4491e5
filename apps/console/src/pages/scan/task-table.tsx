import { useMemo } from "preact/hooks";
import { Status } from "../../parts/badge.tsx";
import { column, DataTable } from "../../parts/data-table.tsx";
import { milliseconds } from "../../parts/format.ts";
import { SpanBars } from "./span-bars.tsx";
import { TaskName } from "./task-name.tsx";
import type { TaskStory } from "./task-spans.ts";

/** The scan and its tasks, each with a bar of how long it waited and ran. */
export function TaskTable({ stories, until }: { stories: TaskStory[]; until: number }) {
  const columns = useMemo(() => columnsUntil(until), [until]);
  return (
    <DataTable
      caption="Tasks"
      columns={columns}
      rows={stories}
      keyOf={({ taskId }) => taskId ?? "scan"}
    />
  );
}

function columnsUntil(until: number) {
  return [
    column<TaskStory>("what", "What", (story) => <TaskName {...story} />, { wide: true }),
    column<TaskStory>("status", "Status", ({ last }) => (
      <>
        <Status status={last.to} />
        {last.reason !== null && <small class="code">{last.reason}</small>}
      </>
    )),
    column<TaskStory>("tries", "Tries", ({ taskId, tries }) => (taskId === null ? "" : tries), {
      align: "end",
    }),
    column<TaskStory>("waited", "Waited", (story) => timeIn(story, ["held", "pending"]), {
      align: "end",
    }),
    column<TaskStory>("ran", "Ran", (story) => timeIn(story, ["running"]), { align: "end" }),
    column<TaskStory>(
      "bars",
      <span class="scale">
        <span>0</span>
        <span>{milliseconds(until)}</span>
      </span>,
      (story) => <SpanBars spans={story.spans} until={until} />,
    ),
  ];
}

function timeIn({ spans }: TaskStory, statuses: readonly string[]): string {
  const those = spans.filter(({ status }) => statuses.includes(status));
  if (those.length === 0) return "–";
  return milliseconds(those.reduce((sum, { from, to }) => sum + to - from, 0));
}
