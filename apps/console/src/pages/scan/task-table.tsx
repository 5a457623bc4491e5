import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { Status } from "../../parts/badge.tsx";
import { column, DataTable } from "../../parts/data-table.tsx";
import { milliseconds } from "../../parts/format.ts";
import { SpanBars } from "./span-bars.tsx";
import { TaskName } from "./task-name.tsx";
import type { TaskStory } from "./task-spans.ts";

/** The last moment that is shown, in ms since the scan was asked for. */
const Until = createContext(0);

// Made once: columns that change with what is shown would have every cell of the table made anew.
const COLUMNS = [
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
  column<TaskStory>("bars", <Scale />, (story) => <Bars story={story} />),
];

/** The scan and its tasks, each with a bar of how long it waited and ran. */
export function TaskTable({ stories, until }: { stories: TaskStory[]; until: number }) {
  return (
    <Until.Provider value={until}>
      <DataTable
        caption="Tasks"
        columns={COLUMNS}
        rows={stories}
        keyOf={({ taskId }) => taskId ?? "scan"}
      />
    </Until.Provider>
  );
}

function Scale() {
  return (
    <span class="scale">
      <span>0</span>
      <span>{milliseconds(useContext(Until))}</span>
    </span>
  );
}

function Bars({ story }: { story: TaskStory }) {
  return <SpanBars spans={story.spans} until={useContext(Until)} />;
}

function timeIn({ spans }: TaskStory, statuses: readonly string[]): string {
  const those = spans.filter(({ status }) => statuses.includes(status));
  if (those.length === 0) return "–";
  return milliseconds(those.reduce((sum, { from, to }) => sum + to - from, 0));
}
