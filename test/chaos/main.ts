/** `npm run chaos`: breaks a whole private stack on purpose, and looks whether its promises hold. */
import { writeFileSync } from "node:fs";
import { cleanUpRun, createRunDirectory, startReaper } from "@sitemap-scanner/testkit";
import { readCommand, USAGE, UsageError, type Command } from "./options.ts";
import {
  readRecoveryOptions,
  RECOVERY_USAGE,
  type RecoveryOptions,
} from "./recovery-times/options.ts";
import { isClean, printMeasured, printVerdict } from "./recovery-times/print.ts";
import { measureRecoveries } from "./recovery-times/run.ts";
import { printReport, type Report } from "./report.ts";
import { runChaos } from "./run.ts";

const EXIT = { clean: 0, breach: 1, usage: 2 };

/** @returns whether every promise was kept */
async function breakEverything({ runs, report }: Command): Promise<boolean> {
  const reports: Report[] = [];
  for (const options of runs) {
    const outcome = await runChaos(options);
    reports.push(outcome);
    print(printReport(outcome));
  }
  if (report !== undefined) writeFileSync(report, `${JSON.stringify(reports, null, 2)}\n`);
  return reports.every(({ breaches }) => breaches.length === 0);
}

/** @returns whether every recovery was in time, and nothing was lost */
async function measureEach(runs: readonly RecoveryOptions[]): Promise<boolean> {
  let isAllClean = true;
  for (const options of runs) {
    print(`recovery on ${options.backend}, at the clocks by default`);
    const report = await measureRecoveries(options, (measured) => print(printMeasured(measured)));
    print(printVerdict(report));
    isAllClean &&= isClean(report);
  }
  return isAllClean;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** @throws UsageError */
function readArguments(args: readonly string[]): () => Promise<boolean> {
  if (args[0] === "recovery") {
    const runs = readRecoveryOptions(args.slice(1));
    return () => measureEach(runs);
  }
  const command = readCommand(args);
  return () => breakEverything(command);
}

/** @returns the exit code */
async function main(args: readonly string[]): Promise<number> {
  const work = readArguments(args);
  const directory = createRunDirectory();
  startReaper(directory);
  try {
    return (await work()) ? EXIT.clean : EXIT.breach;
  } finally {
    await cleanUpRun(directory);
  }
}

try {
  process.exit(await main(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  const usage = process.argv[2] === "recovery" ? RECOVERY_USAGE : USAGE;
  process.stderr.write(`${error.message}\n\n${usage}`);
  process.exit(EXIT.usage);
}
