// A run of tests that is never done: starts what a run needs, and says where and what.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import globalSetup from "../src/jest/global-setup.ts";
import { RUN_DIRECTORY } from "../src/run-directory.ts";

await globalSetup();
const directory = process.env[RUN_DIRECTORY] ?? "";
const pids = readdirSync(join(directory, "pids"));
setInterval(() => undefined, 60_000);
process.stdout.write(`ready ${directory} ${pids.join(" ")}\n`);
