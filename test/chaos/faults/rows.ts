import type { Fault } from "./fault.ts";

export const ROWS_FAULTS = {
  /** Jobs that nobody announces. */
  rows_inserted: {
    subject: "rows",
    lasts: [0, 0],
    async begin({ load }) {
      for (let count = 0; count < 5; count += 1) await load.insert();
    },
  },
} satisfies Record<string, Fault>;
