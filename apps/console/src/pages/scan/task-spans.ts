import type { JobEvent } from "@sitemap-scanner/contracts";

/** How long a task was in a status, in ms since the scan was asked for. */
export interface Span {
  status: string;
  from: number;
  to: number;
}

/** What became of one task, or of the scan as a whole. */
export interface TaskStory {
  /** Null: the scan. */
  taskId: string | null;
  kind: JobEvent["kind"];
  url: string | null;
  spans: Span[];
  /** How often it was begun. */
  tries: number;
  /** Its last step that is known. */
  last: JobEvent;
}

const ENDS = new Set(["complete", "failed", "cancelled"]);

/**
 * The steps of a scan, task by task, each in the order in which it was first heard of.
 *
 * @param events oldest first
 * @param until what has not ended by then is shown to go on until then, in ms since the scan was asked for
 */
export function toTaskStories(
  events: readonly JobEvent[],
  since: string,
  until: number,
): TaskStory[] {
  const stories = new Map<string | null, TaskStory>();
  for (const event of events) {
    const at = Math.max(0, Date.parse(event.at) - Date.parse(since));
    const story = stories.get(event.task_id) ?? begin(event);
    stories.set(event.task_id, story);
    const before = story.spans.at(-1);
    if (before) before.to = at;
    story.spans.push({ status: event.to, from: at, to: Math.max(at, until) });
    if (event.to === "running") story.tries += 1;
    story.last = event;
  }
  return [...stories.values()].map(withoutEnd);
}

function begin(event: JobEvent): TaskStory {
  const { task_id: taskId, kind, url } = event;
  return { taskId, kind, url, spans: [], tries: 0, last: event };
}

/** What has ended takes no more time. */
function withoutEnd(story: TaskStory): TaskStory {
  return { ...story, spans: story.spans.filter(({ status }) => !ENDS.has(status)) };
}
