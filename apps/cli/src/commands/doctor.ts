import type { Health } from "@sitemap-scanner/contracts";
import type { Command } from "commander";
import { type ApiOption, type Context, openApi } from "../context.ts";
import { ApiProblemError, ApiUnreachableError, EXIT } from "../errors.ts";
import type { Output } from "../output/output.ts";
import { sanitize, toJsonLine } from "../output/sanitize.ts";
import { renderTable } from "../output/table.ts";

interface DoctorFlags extends ApiOption {
  json?: true;
}

const EXAMPLES = `Examples:
  sitemap-scanner doctor
  sitemap-scanner doctor --json | jq .violations
`;

export function addDoctor(program: Command, context: Context, done: (exitCode: number) => void) {
  program
    .command("doctor")
    .summary("whether everything works, and what to do when not")
    .description(
      "Prints broken promises, the stores and the workers seen.\n" +
        "Exit 0 when all is well; 1 when something is wrong, or the API cannot be reached.",
    )
    .option("--json", "print one line of JSON")
    .addHelpText("before", EXAMPLES)
    .action(async (_flags, command: Command) => {
      done(await doctor(context, command.optsWithGlobals<DoctorFlags>()));
    });
}

async function doctor(context: Context, flags: DoctorFlags): Promise<number> {
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

function printHealth(out: Output, apiUrl: string, health: Health): void {
  out.line(`api       ok: ${apiUrl}`);
  for (const [name, store] of Object.entries(health.stores)) {
    const verdict = store.ok ? out.style("green", "ok") : out.style("red", "down");
    out.line(`${name.padEnd(9)} ${verdict}: ${sanitize(`${store.kind}, ${store.detail}`)}`);
  }
  printWorkers(out, health);
  printViolations(out, health);
  out.line("");
  for (const words of health.words) out.line(sanitize(words));
  out.line(
    health.ok ? out.style("green", "All is well.") : out.style("red", "Something is wrong."),
  );
}

function printWorkers(out: Output, { workers }: Health): void {
  const alive = workers.filter((worker) => worker.alive).length;
  out.line(`workers   ${alive} alive of ${workers.length} seen`);
  if (alive === 0) out.line("          Start one: `npm start` brings its own.");
  if (workers.length === 0) return;
  out.line("");
  out.line(
    renderTable(
      [
        { title: "WORKER" },
        { title: "HOST" },
        { title: "PID", align: "right" },
        { title: "VERSION" },
        { title: "ALIVE" },
        { title: "LAST SEEN" },
        { title: "TASKS", align: "right" },
      ],
      workers.map((worker) => [
        worker.id,
        worker.host,
        worker.pid,
        worker.version,
        worker.alive ? "yes" : "no",
        worker.last_seen_at,
        worker.current_tasks,
      ]),
    ),
  );
}

function printViolations(out: Output, { violations }: Health): void {
  if (violations.length === 0) return;
  out.line("");
  out.line(
    renderTable(
      [{ title: "VIOLATION" }, { title: "SUBJECT" }, { title: "SINCE" }, { title: "DETAIL" }],
      violations.map((violation) => [
        violation.code,
        `${violation.subject} ${violation.subject_id}`,
        violation.since,
        violation.detail,
      ]),
    ),
  );
}
