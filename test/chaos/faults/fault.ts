import type { Load } from "../load.ts";
import type { Backend } from "../backend.ts";
import type { Random } from "../random.ts";
import type { Stack } from "../stack.ts";

/** What a fault has at hand. */
export interface Scene {
  stack: Stack;
  load: Load;
  random: Random;
}

/** Puts right what the fault did; the fault is over then. */
export type End = () => Promise<void> | void;

export interface Fault {
  /** What it breaks: two faults of one subject never overlap. */
  subject: "api" | "worker" | "redis" | "postgres" | "queue" | "rows";
  /** The back ends it makes sense on. Default: both. */
  on?: Backend;
  /** From its beginning to its end, in ms: at least and at most. 0: it is over at once. */
  lasts: readonly [number, number];
  /** Stops all work for long enough to be told: once in two minutes is enough. */
  isLong?: boolean;
  begin(scene: Scene): Promise<End | void> | End | void;
}
