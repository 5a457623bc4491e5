#!/usr/bin/env node
// Runs the command line on the Node that this project brings, whichever Node found this file: older ones
// do not read TypeScript.
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
const [major] = process.versions.node.split(".").map(Number);

if (major >= 24) {
  await import(main);
} else {
  const own = dirname(createRequire(import.meta.url).resolve("node/package.json"));
  const child = spawn(join(own, "bin", "node"), [main, ...process.argv.slice(2)], {
    stdio: "inherit",
  });
  // Ctrl-C reaches both, and the child decides what it means; what is sent to us alone is passed on.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  child.on("error", (error) => {
    process.stderr.write(`Cannot start the Node of this project: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? 128 + constants.signals[signal];
  });
}
