import type { Command } from "commander";
import { openApi, type Context, type Done, type JsonFlags } from "../context.ts";
import { EXIT } from "../errors.ts";
import { toJsonLine } from "../output/sanitize.ts";

const EXAMPLES = `Examples:
  sitemap-scanner intake run
  sitemap-scanner intake run --json | jq .taken
`;

export function addIntake(program: Command, context: Context, done: Done) {
  const intake = program
    .command("intake")
    .summary("turn queued domains into jobs now")
    .description("What workers do every second by themselves: queued domains become jobs.")
    .addHelpText("before", EXAMPLES);
  intake
    .command("run")
    .summary("make one pass")
    .description(
      "Queues the domains whose next scan is due, and turns queued domains into jobs,\n" +
        "100 at most, and no more than there is room for.",
    )
    .option("--json", "print one line of JSON")
    .addHelpText("before", EXAMPLES)
    .action(async (_flags, command: Command) => {
      done(await runIntake(context, command.optsWithGlobals<JsonFlags>()));
    });
}

async function runIntake(context: Context, flags: JsonFlags): Promise<number> {
  const pass = await openApi(context, flags).runIntake();
  if (flags.json) {
    context.out.line(toJsonLine(pass));
    return EXIT.ok;
  }
  context.out.line(`queued    ${pass.queued} whose next scan was due`);
  context.out.line(`taken     ${pass.taken} into work`);
  return EXIT.ok;
}
