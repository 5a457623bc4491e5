import { Command, CommanderError } from "commander";
import packageJson from "../package.json" with { type: "json" };
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
import type { Context } from "./context.ts";
import { CommandError, EXIT } from "./errors.ts";
import { OutputClosedError } from "./output/output.ts";
import { sanitize } from "./output/sanitize.ts";

const EXAMPLES = `Examples:
  sitemap-scanner scan example.com --wait
  sitemap-scanner jobs --status pending --older-than 10m
  sitemap-scanner explain --latest
  sitemap-scanner pages example.com > urls.txt
  sitemap-scanner domains schedule example.com 6h
  sitemap-scanner check https://example.com/sitemap.xml
  sitemap-scanner doctor
`;

const EXIT_CODES = `
Exit codes:
  0    done
  1    the scan or check failed, or something is wrong
  2    wrong usage
  3    the API cannot be reached
  4    the API refused: its answer says why
  130  interrupted; a scan goes on

Data goes to stdout, everything else to stderr. NO_COLOR switches colours off.`;

const COMMANDS = [
  addScan,
  addStatus,
  addJobs,
  addPages,
  addExplain,
  addDomains,
  addIntake,
  addCheck,
  addDoctor,
  addDev,
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

function createProgram(context: Context, done: (exitCode: number) => void): Command {
  const program = new Command("sitemap-scanner")
    .description("Finds every sitemap of a domain, reads them all, and tells how each one went.")
    .version(packageJson.version)
    .option(
      "--api <url>",
      "the API (default: SITEMAP_SCANNER_API, else the running `npm start`, else port 8000)",
    )
    .addHelpText("before", EXAMPLES)
    .addHelpText("after", EXIT_CODES)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void context.out.stream.write(text),
      // What a person typed may hold anything that was copied from somewhere.
      writeErr: (text) => tellLines(context, text.replace(/\n$/, "")),
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
