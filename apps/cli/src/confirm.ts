import { createInterface } from "node:readline";
import type { Context } from "./context.ts";
import { CommandError, EXIT, UsageError } from "./errors.ts";

/**
 * Asks before what cannot be taken back.
 * @param question such as `Revoke key 1? Nobody can use it again.`
 * @throws {UsageError} when nobody is there to be asked
 * @throws {CommandError} when the answer is not yes
 */
export async function confirm(
  { input, err }: Context,
  question: string,
  { yes }: { yes?: true },
): Promise<void> {
  if (yes) return;
  if (!input.isTerminal) {
    throw new UsageError(`${question}\nThere is no terminal to ask on: say --yes to go on`);
  }
  err.stream.write(`${question} [y/N] `);
  const answer = await readAnswer(input.stream);
  if (!/^y(?:es)?$/i.test(answer.trim())) throw new CommandError("Nothing was done.", EXIT.failed);
}

function readAnswer(stream: NodeJS.ReadableStream): Promise<string> {
  const lines = createInterface({ input: stream });
  return new Promise((resolve) => {
    lines.once("line", (line) => {
      resolve(line);
      lines.close();
    });
    lines.once("close", () => resolve(""));
  });
}
