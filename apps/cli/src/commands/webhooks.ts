import type { Webhook, WebhookEvent, WebhookWithSecret } from "@sitemap-scanner/contracts";
import type { Command } from "commander";
import { confirm } from "../confirm.ts";
import { openAdmin, type Context, type Done, type JsonFlags } from "../context.ts";
import { EXIT } from "../errors.ts";
import { events, uuid } from "../option-values.ts";
import type { Output } from "../output/output.ts";
import { sanitize, toJsonLine } from "../output/sanitize.ts";
import { renderTable } from "../output/table.ts";
import { printList } from "../print-list.ts";
import { addDeliveries, type OfWebhook } from "./webhook-deliveries.ts";

interface CreateFlags extends JsonFlags {
  event: WebhookEvent[];
  description?: string;
}

interface DeleteFlags extends JsonFlags {
  yes?: true;
}

const EXAMPLES = `Examples:
  sitemap-scanner webhooks create https://example.com/hook --event scan.failed
  sitemap-scanner webhooks test $webhook
  sitemap-scanner webhooks deliveries $webhook --status failed
  sitemap-scanner webhooks replay $delivery
`;

export function addWebhooks(program: Command, context: Context, done: Done) {
  const webhooks = program
    .command("webhooks")
    .summary("who is told of events, and what became of it")
    .description("Has events of scans posted elsewhere. It takes a key of scope admin.")
    .addHelpText("before", EXAMPLES);
  const one: OfWebhook = (name, summary, description) =>
    webhooks
      .command(name)
      .summary(summary)
      .description(description)
      .argument("<id>", "the id of a webhook", uuid)
      .option("--json", "print one line of JSON")
      .addHelpText("before", EXAMPLES);

  webhooks
    .command("list")
    .summary("list webhooks, oldest first")
    .description("Lists webhooks, oldest first.")
    .option("--json", "print a line of JSON for each webhook")
    .addHelpText("before", EXAMPLES)
    .action(async (_flags, command: Command) => {
      const flags = command.optsWithGlobals<JsonFlags>();
      const found = await openAdmin(context, flags).listWebhooks();
      const none = "Nobody is told of anything.";
      done(await printList(context, found, { ...flags, render: renderWebhooks, none }));
    });

  addCreate(webhooks, context, done);
  addOfOne(one, context, done);
  addDeliveries({ webhooks, one, examples: EXAMPLES }, context, done);
}

function addCreate(webhooks: Command, context: Context, done: Done) {
  webhooks
    .command("create")
    .summary("have events posted to an address")
    .description("Has events posted to an address. The secret that signs them is shown this once.")
    .argument("<url>", "an address on the public internet, https")
    .requiredOption("--event <event>", "scan.complete, scan.failed, …; repeatable", events)
    .option("--description <text>", "what it is for")
    .option("--json", "print one line of JSON")
    .addHelpText("before", EXAMPLES)
    .action(async (url: string, _flags, command: Command) => {
      const flags = command.optsWithGlobals<CreateFlags>();
      const { event, description } = flags;
      const body = { url, events: event, ...(description !== undefined && { description }) };
      const webhook = await openAdmin(context, flags).createWebhook(body);
      printWithSecret(context.out, webhook, flags);
      done(EXIT.ok);
    });
}

function addOfOne(one: OfWebhook, context: Context, done: Done) {
  one("show", "how a webhook stands", "Prints how a webhook stands.").action(
    async (id: string, _flags, command: Command) => {
      const flags = command.optsWithGlobals<JsonFlags>();
      print(context.out, await openAdmin(context, flags).getWebhook(id), flags);
      done(EXIT.ok);
    },
  );

  for (const [name, enabled] of [
    ["enable", true],
    ["disable", false],
  ] as const) {
    const what = enabled ? "post what waits, and all that follows" : "have its events wait";
    one(name, what, `Has a webhook ${name}d: ${what}.`).action(
      async (id: string, _flags, command: Command) => {
        const flags = command.optsWithGlobals<JsonFlags>();
        print(context.out, await openAdmin(context, flags).changeWebhook(id, { enabled }), flags);
        done(EXIT.ok);
      },
    );
  }

  one(
    "rotate",
    "have a new secret sign",
    "Makes a new secret and prints it. The old one signs beside it for a day.",
  ).action(async (id: string, _flags, command: Command) => {
    const flags = command.optsWithGlobals<JsonFlags>();
    printWithSecret(context.out, await openAdmin(context, flags).rotateSecret(id), flags);
    done(EXIT.ok);
  });

  one("delete", "delete a webhook", "Deletes a webhook, with its deliveries. Asks first.")
    .option("--yes", "do not ask")
    .action(async (id: string, _flags, command: Command) => {
      done(await deleteWebhook(context, id, command.optsWithGlobals<DeleteFlags>()));
    });
}

async function deleteWebhook(context: Context, id: string, flags: DeleteFlags): Promise<number> {
  await confirm(context, `Delete webhook ${id}, with its deliveries?`, flags);
  await openAdmin(context, flags).deleteWebhook(id);
  context.out.line(flags.json ? toJsonLine({ id, deleted: true }) : `${id} is deleted`);
  return EXIT.ok;
}

function printWithSecret(out: Output, webhook: WebhookWithSecret, flags: JsonFlags): void {
  print(out, webhook, flags);
  if (!flags.json) out.line(`secret   ${sanitize(webhook.secret)}`);
}

function print(out: Output, webhook: Webhook, { json }: JsonFlags): void {
  if (json) return out.line(toJsonLine(webhook));
  out.line(`webhook  ${webhook.id}`);
  out.line(`url      ${sanitize(webhook.url)}`);
  out.line(`events   ${webhook.events.join(", ")}`);
  out.line(`status   ${statusOf(webhook)}`);
  if (webhook.failing_since !== null) out.line(`failing  since ${webhook.failing_since}`);
  if (webhook.description !== null) out.line(`for      ${sanitize(webhook.description)}`);
}

function statusOf({ disabled }: Webhook): string {
  return disabled === null ? "enabled" : `disabled (${disabled.reason})`;
}

function renderWebhooks(webhooks: readonly Webhook[]): string {
  return renderTable(
    [
      { title: "WEBHOOK" },
      { title: "STATUS" },
      { title: "EVENTS" },
      { title: "FAILING SINCE" },
      { title: "URL" },
    ],
    webhooks.map((webhook) => [
      webhook.id,
      statusOf(webhook),
      webhook.events.join(","),
      webhook.failing_since,
      webhook.url,
    ]),
  );
}
