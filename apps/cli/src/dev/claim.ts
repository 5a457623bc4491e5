import { linkSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CommandError, EXIT } from "../errors.ts";
import { codeOf, readJsonFile } from "./json-file.ts";
import { identifyProcess, isRunning, ProcessIdentity } from "./running-process.ts";
import { readStackFile, stackFilePath } from "./stack-file.ts";

/** This process alone runs a stack under the directory, until it is disposed. */
export type Claim = Disposable;

/**
 * Claims `DATA_DIR` by the file `dev.lock` in it, which is made when missing. The claim of a process
 * that is gone counts for nothing.
 * @throws {CommandError} when another process runs the stack, saying where
 */
export function claimDataDir(dataDir: string): Claim {
  mkdirSync(dataDir, { recursive: true });
  const path = join(dataDir, "dev.lock");
  const draft = `${path}.${process.pid}.tmp`;
  writeFileSync(draft, JSON.stringify(identifyProcess(process.pid)), { mode: 0o600 });
  try {
    while (!tryLink(draft, path)) {
      const owner = readJsonFile(path, ProcessIdentity);
      if (owner && isRunning(owner)) throw alreadyRunning(dataDir, owner.pid);
      rmSync(path, { force: true });
    }
  } finally {
    rmSync(draft, { force: true });
  }
  return { [Symbol.dispose]: () => rmSync(path, { force: true }) };
}

/** NOTE: of many who link at once one succeeds, and the file is never seen without its content. */
function tryLink(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

function alreadyRunning(dataDir: string, pid: number): CommandError {
  const stack = readStackFile(dataDir);
  const where = stack ? `on ${stack.api_url}, see ${stackFilePath(dataDir)}` : "and is starting";
  return new CommandError(
    `The stack of ${dataDir} is running already (process ${pid}) ${where}\n` +
      `Stop it with Ctrl-C where it runs, or \`kill ${pid}\`. ` +
      "To run another beside it: DATA_DIR=.data-2 PORT=8001 npm start",
    EXIT.failed,
  );
}
