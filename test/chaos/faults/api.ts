import { setTimeout as delay } from "node:timers/promises";
import { crashSomewhere } from "./crash.ts";
import type { Fault } from "./fault.ts";

export const API_FAULTS = {
  api_sigkill: {
    subject: "api",
    lasts: [0, 0],
    begin: ({ stack, random }) => random.pick(stack.apis).kill("SIGKILL"),
  },
  api_sigterm: {
    subject: "api",
    lasts: [0, 0],
    begin: ({ stack, random }) => random.pick(stack.apis).kill("SIGTERM"),
  },
  /** Somewhere between the arrival of a request and its answer. */
  api_sigkill_in_request: {
    subject: "api",
    lasts: [0, 0],
    async begin({ stack, load, random }) {
      const api = random.pick(stack.apis);
      const answered = Promise.all([1, 2, 3].map(() => load.submit(api)));
      await delay(random.between(0, 25));
      api.kill("SIGKILL");
      await answered;
    },
  },
  api_crash_point: {
    subject: "api",
    lasts: [3_000, 5_000],
    begin: ({ stack, random }) =>
      crashSomewhere(random.pick(stack.apis), random, ["submit", "relay", "reconciler", "intake"]),
  },
} satisfies Record<string, Fault>;
