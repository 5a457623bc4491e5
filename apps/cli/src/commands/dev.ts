import type { Command } from "commander";
import type { Context, Done } from "../context.ts";

const EXAMPLES = `Examples:
  npm start
  npm start -- example.com
  npm start -- --once
  DATA_DIR=.data-2 PORT=8001 npm start
`;

const DESCRIPTION = `Runs the whole system on this machine, with a Postgres of its own, and scans a site.

Without a domain it scans a sample site, which it serves itself. It stays up until Ctrl-C, and
started again it has its data.

Environment:
  DATA_DIR   where everything is kept (default .data); stack.json in it tells where all of it is
  PORT       of the API (default 8000)
  REDIS_URL  run BullMQ on this Redis; without it on Postgres`;

export function addDev(program: Command, context: Context, done: Done) {
  program
    .command("dev")
    .summary("run the whole system here (npm start)")
    .description(DESCRIPTION)
    .argument("[domain]", "what to scan first (default: the sample site)")
    .option("--once", "stop after the scan: exit 0 only when it is complete")
    .addHelpText("before", EXAMPLES)
    .action(async (site: string | undefined, flags: { once?: true }) => {
      // Loaded when it is needed: it brings the database's client and the configuration with it.
      const { runDev } = await import("../dev/run-dev.ts");
      done(await runDev({ site, once: flags.once === true }, context));
    });
}
