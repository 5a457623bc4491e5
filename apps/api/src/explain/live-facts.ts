import type {
  FlowView,
  JobView,
  LoopView,
  OpenTaskView,
  TaskCounts,
  WorkerView,
} from "@sitemap-scanner/database";

/** The broker, as it was asked at this moment. */
export interface BrokerSeen {
  kind: string;
  answers: boolean;
  paused: boolean;
  /** False when it answers and takes nothing, as a Redis does that is full. */
  takes: boolean;
}

/** All that the words on a live job are made of. */
export interface LiveFacts {
  job: JobView;
  /** Those that are out, longest out first; not all of them when there are many. */
  openTasks: readonly OpenTaskView[];
  counts: TaskCounts;
  /** Messages before that of the first task that is pending; `MOST_AHEAD` means: or more. */
  ahead: number;
  /** Last seen first. */
  workers: readonly WorkerView[];
  workerSilenceMs: number;
  flow: FlowView;
  relay: LoopView | undefined;
  broker: BrokerSeen;
  now: Date;
}

export const MOST_AHEAD = 10_000;
