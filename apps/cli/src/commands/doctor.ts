import type { Command } from "commander";
import { openApi, type Context, type Done, type JsonFlags } from "../context.ts";
import { ApiProblemError, ApiUnreachableError, EXIT } from "../errors.ts";
import { printHealth } from "../health-report.ts";
import { sanitize, toJsonLine } from "../output/sanitize.ts";

const EXAMPLES = `Examples:
  sitemap-scanner doctor
  sitemap-scanner doctor --json | jq .violations
`;

export function addDoctor(program: Command, context: Context, done: Done) {
  program
    .command("doctor")
    .summary("whether everything works, and what to do when not")
    .description(
      "Prints broken promises, the stores, the background loops and the workers seen.\n" +
        "Exit 0 when all is well; 1 when something is wrong, or the API cannot be reached.",
    )
    .option("--json", "print one line of JSON")
    .addHelpText("before", EXAMPLES)
    .action(async (_flags, command: Command) => {
      done(await doctor(context, command.optsWithGlobals<JsonFlags>()));
    });
}

async function doctor(context: Context, flags: JsonFlags): Promise<number> {
  const { out, err } = context;
  const api = openApi(context, flags);
  try {
    const health = await api.getHealth();
    if (flags.json) out.line(toJsonLine(health));
    else printHealth(out, api.apiUrl, health);
    return health.ok ? EXIT.ok : EXIT.failed;
  } catch (error) {
    if (!(error instanceof ApiUnreachableError || error instanceof ApiProblemError)) throw error;
    // For this command that is a finding like any other.
    if (flags.json) out.line(toJsonLine({ ok: false, words: error.message.split("\n") }));
    else for (const line of error.message.split("\n")) err.line(sanitize(line));
    return EXIT.failed;
  }
}
