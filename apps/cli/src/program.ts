import { Command, CommanderError } from "commander";
import packageJson from "../package.json" with { type: "json" };
import { addCancel } from "./commands/cancel.ts";
import { addCompletion } from "./commands/completion.ts";
import { addAudit } from "./commands/audit.ts";
import { addDiff } from "./commands/diff.ts";
import { addEvents } from "./commands/events.ts";
import { addFiles } from "./commands/files.ts";
import { addKeys } from "./commands/keys.ts";
import { addRetry } from "./commands/retry.ts";
import { addWebhooks } from "./commands/webhooks.ts";
import { addCheck } from "./commands/check.ts";
import { addDev } from "./commands/dev.ts";
import { addDoctor } from "./commands/doctor.ts";
import { addDomains } from "./commands/domains.ts";
import { addExplain } from "./commands/explain.ts";
import { addIntake } from "./commands/intake.ts";
import { addJobs } from "./commands/jobs.ts";
import { addPages } from "./commands/pages.ts";
import { addScan } from "./commands/scan.ts";
import { addStatus } from "./commands/status.ts";
import type { Context, Done } from "./context.ts";
import { CommandError, EXIT } from "./errors.ts";
import { OutputClosedError } from "./output/output.ts";
import { sanitize } from "./output/sanitize.ts";

const EXAMPLES = `Examples:
  sitemap-scanner scan example.com --wait
  sitemap-scanner pages example.com > urls.txt
  sitemap-scanner explain --latest
`;

const EXIT_CODES = `
Exit codes: 0 done; 1 failed, or something is wrong or bad; 2 wrong usage;
3 the API cannot be reached; 4 the API refused; 130 interrupted, a scan goes on.
Data goes to stdout, all else to stderr. SITEMAP_SCANNER_KEY may hold a key.`;

/** Columns of a terminal, at least. */
const HELP_WIDTH = 80;

const COMMANDS = [
  addScan,
  addStatus,
  addJobs,
  addPages,
  addFiles,
  addEvents,
  addDiff,
  addAudit,
  addExplain,
  addCancel,
  addRetry,
  addDomains,
  addIntake,
  addWebhooks,
  addKeys,
  addCheck,
  addDoctor,
  addDev,
  addCompletion,
] as const;

/**
 * Runs one command to its end.
 * @param args without the program's name: `["scan", "example.com"]`
 * @returns the exit code; whatever went wrong has been told on stderr
 */
export async function runProgram(args: readonly string[], context: Context): Promise<number> {
  let exitCode: number = EXIT.ok;
  const program = createProgram(context, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    return tellError(error, context);
  }
}

/** Every command, not yet run. */
export function createProgram(context: Context, done: Done): Command {
  const program = new Command("sitemap-scanner")
    .description("Finds every sitemap of a domain, reads them all, and tells how each one went.")
    .version(packageJson.version)
    .option("--api <url>", "the API (or SITEMAP_SCANNER_API; else of npm start)")
    .option("--key-file <path>", "a file that holds the key to ask with")
    .option("--no-color", "no colours, as with NO_COLOR")
    .on("option:no-color", () => {
      for (const output of [context.out, context.err]) output.dropColours();
    })
    .helpCommand(false)
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .addHelpText("before", EXAMPLES)
    .addHelpText("after", EXIT_CODES)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void context.out.stream.write(text),
      // What a person typed may hold anything that was copied from somewhere.
      writeErr: (text) => tellLines(context, text.replace(/\n$/, "")),
      getOutHelpWidth: () => HELP_WIDTH,
    });
  // NOTE: commands inherit these settings, so they are made before.
  for (const add of COMMANDS) add(program, context, done);
  return program;
}

function tellError(error: unknown, context: Context): number {
  if (error instanceof OutputClosedError) return EXIT.ok;
  // Commander has told it already: help and version end it too, with 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof CommandError) {
    tellLines(context, error.message);
    return error.exitCode;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  tellLines(context, `This should not have happened:\n${text}`);
  return EXIT.failed;
}

function tellLines({ err }: Context, text: string): void {
  for (const line of text.split("\n")) err.line(sanitize(line));
}
