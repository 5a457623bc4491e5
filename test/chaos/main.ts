/** `npm run chaos`: breaks a whole private stack on purpose, and looks whether its promises hold. */
import { writeFileSync } from "node:fs";
import { cleanUpRun, createRunDirectory, startReaper } from "@sitemap-scanner/testkit";
import { readCommand, USAGE, UsageError, type Command } from "./options.ts";
import { printReport, type Report } from "./report.ts";
import { runChaos } from "./run.ts";

const EXIT = { clean: 0, breach: 1, usage: 2 };

function readArguments(): Command | undefined {
  try {
    return readCommand(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n\n${USAGE}`);
    return undefined;
  }
}

/** @returns the exit code */
async function run({ runs, report }: Command): Promise<number> {
  const directory = createRunDirectory();
  startReaper(directory);
  const reports: Report[] = [];
  try {
    for (const options of runs) {
      const outcome = await runChaos(options);
      reports.push(outcome);
      process.stdout.write(`${printReport(outcome)}\n`);
    }
  } finally {
    await cleanUpRun(directory);
  }
  if (report !== undefined) writeFileSync(report, `${JSON.stringify(reports, null, 2)}\n`);
  return reports.every(({ breaches }) => breaches.length === 0) ? EXIT.clean : EXIT.breach;
}

const command = readArguments();
process.exit(command ? await run(command) : EXIT.usage);
