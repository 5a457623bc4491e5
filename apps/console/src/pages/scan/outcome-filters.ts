/** Files of which one may want to see no others. */
export const OUTCOME_FILTERS = [
  { status: "failed", title: "failed" },
  { status: "pending", title: "not read to the end" },
  { status: "skipped", title: "skipped" },
  { status: "complete", title: "read" },
] as const;
