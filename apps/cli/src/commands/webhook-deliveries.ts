import type { Delivery, DeliveryDetail, DeliveryStatus } from "@sitemap-scanner/contracts";
import type { Command } from "commander";
import { openAdmin, type Context, type Done, type JsonFlags } from "../context.ts";
import { EXIT } from "../errors.ts";
import { deliveryStatus, positiveInteger, uuid } from "../option-values.ts";
import type { Output } from "../output/output.ts";
import { sanitize, toJsonLine } from "../output/sanitize.ts";
import { renderTable } from "../output/table.ts";
import { printList } from "../print-list.ts";

interface DeliveriesFlags extends JsonFlags {
  status?: DeliveryStatus;
  limit: number;
}

/** How a command about one webhook begins. */
export type OfWebhook = (name: string, summary: string, description: string) => Command;

interface Parent {
  webhooks: Command;
  one: OfWebhook;
  examples: string;
}

/** What was posted to a webhook, and what is to be. */
export function addDeliveries({ webhooks, one, examples }: Parent, context: Context, done: Done) {
  one("test", "have a test event posted", "Has an event of type webhook.test posted.").action(
    async (id: string, _flags, command: Command) => {
      const flags = command.optsWithGlobals<JsonFlags>();
      printSent(context.out, await openAdmin(context, flags).testWebhook(id), flags);
      done(EXIT.ok);
    },
  );

  one("deliveries", "what was posted, and what is to be", "Lists deliveries, newest first.")
    .option("--status <status>", "only those that are pending, failed, held, …", deliveryStatus)
    .option("--limit <n>", "deliveries listed at most", positiveInteger, 50)
    .action(async (id: string, _flags, command: Command) => {
      const flags = command.optsWithGlobals<DeliveriesFlags>();
      const found = openAdmin(context, flags).listDeliveries(id, flags);
      const none = "No delivery is like that.";
      done(await printList(context, found, { ...flags, render: renderDeliveries, none }));
    });

  const ofDelivery = (name: string, summary: string, description: string) =>
    webhooks
      .command(name)
      .summary(summary)
      .description(description)
      .argument("<id>", "the id of a delivery", uuid)
      .option("--json", "print one line of JSON")
      .addHelpText("before", examples);

  ofDelivery(
    "delivery",
    "one delivery, attempt by attempt",
    "Prints each attempt at a delivery.",
  ).action(async (id: string, _flags, command: Command) => {
    const flags = command.optsWithGlobals<JsonFlags>();
    printDelivery(context.out, await openAdmin(context, flags).getDelivery(id), flags);
    done(EXIT.ok);
  });

  ofDelivery(
    "replay",
    "have the same event posted again",
    "Has the event of a delivery posted again, as a delivery of its own.",
  ).action(async (id: string, _flags, command: Command) => {
    const flags = command.optsWithGlobals<JsonFlags>();
    printSent(context.out, await openAdmin(context, flags).replayDelivery(id), flags);
    done(EXIT.ok);
  });
}

function printSent(out: Output, delivery: Delivery, { json }: JsonFlags): void {
  out.line(json ? toJsonLine(delivery) : delivery.id);
}

function printDelivery(out: Output, delivery: DeliveryDetail, { json }: JsonFlags): void {
  if (json) return out.line(toJsonLine(delivery));
  out.line(`delivery  ${delivery.id}`);
  out.line(`event     ${delivery.type} (${delivery.event_id})`);
  out.line(`status    ${delivery.status}`);
  if (delivery.next_attempt_at !== null) out.line(`next      ${delivery.next_attempt_at}`);
  if (delivery.attempt_log.length === 0) return;
  out.line("");
  out.line(
    renderTable(
      [
        { title: "ATTEMPT", align: "right" },
        { title: "AT" },
        { title: "HTTP" },
        { title: "ERROR" },
      ],
      delivery.attempt_log.map(({ number, started_at, response_status, error }) => [
        number,
        started_at,
        response_status,
        error && sanitize(`${error.code}: ${error.message}`),
      ]),
    ),
  );
}

function renderDeliveries(deliveries: readonly Delivery[]): string {
  return renderTable(
    [
      { title: "DELIVERY" },
      { title: "STATUS" },
      { title: "EVENT" },
      { title: "ATTEMPTS", align: "right" },
      { title: "HTTP" },
      { title: "CREATED" },
      { title: "JOB" },
    ],
    deliveries.map((delivery) => [
      delivery.id,
      delivery.status,
      delivery.type,
      delivery.attempts,
      delivery.last_attempt?.response_status ?? null,
      delivery.created_at,
      delivery.job_id,
    ]),
  );
}
