import { createOutput } from "./output/output.ts";
import { runProgram } from "./program.ts";

const context = {
  input: { stream: process.stdin, isTerminal: process.stdin.isTTY },
  out: createOutput(process.stdout),
  err: createOutput(process.stderr),
  env: process.env,
};
process.exitCode = await runProgram(process.argv.slice(2), context);
