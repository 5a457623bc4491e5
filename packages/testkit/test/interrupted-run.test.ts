import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "@jest/globals";
import { isRunning, makeTemporaryDirectory, startProcess, waitFor } from "../src/index.ts";

const RUN = fileURLToPath(new URL("sample-run.ts", import.meta.url));

describe("globalSetup()", () => {
  it.each(["SIGINT", "SIGKILL"] as const)(
    "leaves no server and no file behind when the run is ended by %s",
    async (signal) => {
      const run = await startProcess({
        args: ["--no-warnings", RUN],
        env: { TMPDIR: makeTemporaryDirectory("tmp") },
      });
      const [, directory = "", ...pids] = await run.waitForLine(/^ready (\S+) (\d+) (\d+)$/);
      expect(pids.map(Number).filter(isRunning)).toHaveLength(2);

      run.kill(signal);

      expect(await run.exited).toEqual({ code: null, signal });
      await waitFor(() => !existsSync(directory), { what: "the directory of the run to go" });
      expect(pids.map(Number).filter(isRunning)).toEqual([]);
    },
  );
});
