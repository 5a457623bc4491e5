// Runs beside a test run and cleans up when that ends, however it ends: the pipe on stdin is closed
// by the kernel even for a process that was killed.
import { cleanUpRun } from "../run-directory.ts";

const [directory] = process.argv.slice(2);
if (directory === undefined) throw new Error("Cannot clean up: no run directory was given");
process.stdin.resume();
process.stdin.once("close", () => void cleanUpRun(directory));
