import type { JobEvent } from "@sitemap-scanner/contracts";
import type { Command } from "commander";
import { openApi, type Context, type Done, type JsonFlags } from "../context.ts";
import { requireJobId } from "../job-argument.ts";
import { positiveInteger } from "../option-values.ts";
import { renderTable } from "../output/table.ts";
import { printList } from "../print-list.ts";

interface EventsFlags extends JsonFlags {
  limit: number;
}

const EXAMPLES = `Examples:
  sitemap-scanner events 01890a5d-ac96-774b-bcce-b302099a8057
  sitemap-scanner events $job --json | jq .reason
`;

export function addEvents(program: Command, context: Context, done: Done) {
  program
    .command("events")
    .summary("what became of a job and its tasks, step by step")
    .description("Lists every transition of a job and of its tasks, oldest first.")
    .argument("<id>", "the id of a job")
    .option("--limit <n>", "transitions listed at most", positiveInteger, 1_000)
    .option("--json", "print a line of JSON for each transition")
    .addHelpText("before", EXAMPLES)
    .action(async (id: string, _flags, command: Command) => {
      const flags = command.optsWithGlobals<EventsFlags>();
      const found = openApi(context, flags).listEvents(requireJobId(id), flags.limit);
      const none = "Nothing has happened yet.";
      done(await printList(context, found, { ...flags, render: renderEvents, none }));
    });
}

function renderEvents(events: readonly JobEvent[]): string {
  return renderTable(
    [
      { title: "AT" },
      { title: "OF" },
      { title: "FROM" },
      { title: "TO" },
      { title: "GEN", align: "right" },
      { title: "LEASE", align: "right" },
      { title: "BY" },
      { title: "REASON" },
    ],
    events.map((event) => [
      event.at,
      event.task_id === null ? "job" : `task ${event.task_id}`,
      event.from,
      event.to,
      event.generation,
      event.lease,
      event.actor,
      event.reason,
    ]),
  );
}
