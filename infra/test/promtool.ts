import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { findProgram } from "../../packages/testkit/src/find-program.ts";
import {
  canInstallPackages,
  installDebianPackage,
} from "../../packages/testkit/src/install-debian-package.ts";
import { ROOT } from "./repository.ts";

const run = promisify(execFile);
const PROGRAM = "promtool";

/**
 * The path of promtool, which is installed first where that is allowed. No Prometheus is ever started.
 *
 * @throws Error with the sentence that says what to install
 */
export async function findPromtool(): Promise<string> {
  const found = await findProgram(PROGRAM);
  if (found !== undefined) return found;
  if (await canInstallPackages()) {
    await installDebianPackage("prometheus");
    const installed = await findProgram(PROGRAM);
    if (installed !== undefined) return installed;
  }
  throw new Error(
    "Cannot test the alert rules: they need promtool. Install the package prometheus, which has it",
  );
}

/** Runs promtool in the root of the repository. @returns all that it printed, and its exit code */
export async function runPromtool(
  path: string,
  ...args: string[]
): Promise<{ code: number; output: string }> {
  try {
    const { stdout, stderr } = await run(path, args, { cwd: ROOT });
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    // What it found wrong stands in its output.
    if (!(error instanceof Error) || !("stdout" in error) || !("stderr" in error)) throw error;
    return { code: 1, output: `${error.message}\n${String(error.stdout)}${String(error.stderr)}` };
  }
}
