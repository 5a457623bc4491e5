import { freePort, makeTemporaryDirectory } from "@sitemap-scanner/testkit";
import { readStackFile, type StackFile } from "../src/dev/stack-file.ts";

/** How long a stack may take to come up. */
export const START = { timeoutMs: 60_000 };

/** A place of its own for an embedded stack. */
export async function aStack(): Promise<{ DATA_DIR: string; PORT: string }> {
  return { DATA_DIR: makeTemporaryDirectory("dev"), PORT: String(await freePort()) };
}

export function stackOf({ DATA_DIR }: { DATA_DIR: string }): StackFile {
  const stack = readStackFile(DATA_DIR);
  if (!stack) throw new Error("There is no stack.json");
  return stack;
}

export function pidsOf({ pids }: StackFile): number[] {
  return Object.values(pids);
}
