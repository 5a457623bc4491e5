import TestSequencer from "@jest/test-sequencer";

/** Where tests start whole processes, some for a minute. */
const LONG = ["test/", "apps/cli/test/"];

/** Long tests begin first: the last ones to run are short, and no core waits for the other at the end. */
export default class LongestFirst extends TestSequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
  }
}

function isLong({ path, context }) {
  return LONG.some((directory) => path.startsWith(`${context.config.rootDir}/${directory}`));
}
