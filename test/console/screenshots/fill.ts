import { sql } from "kysely";
import { waitFor } from "@sitemap-scanner/testkit";
import { EARLIER_SCANS, halfRead, RECEIVERS, sampleSites, shop } from "./sample-sites.ts";
import type { SampleStack } from "./sample-stack.ts";

export interface SampleScans {
  /** Of the shop: the last of many, with a little of all that goes wrong. */
  shop: string;
  /** Failed. */
  museum: string;
  /** In the middle of its files, for ever. */
  atlas: string;
  /** An endpoint that takes what it is told. */
  webhook: string;
}

/** Every so many hours there was a scan of the shop. */
const SHOP_HOURS = 6;
const NEWS_SCANS = 40;

/** Makes what the screenshots show by scans that are made one after the other, and dated back. */
export async function fill(stack: SampleStack): Promise<SampleScans> {
  const { proxy } = stack;
  set(stack, sampleSites());
  for (let day = 0; day < EARLIER_SCANS; day += 1) {
    set(stack, shop(day));
    const jobId = await scanned(stack, "http://shop.example.com");
    await dateBack(stack, jobId, (EARLIER_SCANS - day) * SHOP_HOURS * 60);
  }
  for (let scan = NEWS_SCANS; scan > 0; scan -= 1) {
    await dateBack(stack, await scanned(stack, "http://news.example.org"), scan * 30);
  }
  await dateBack(stack, await scanned(stack, "http://docs.example.net"), 170);
  await dateBack(stack, await scanned(stack, "http://bank.example.com"), 95);
  const museum = await scanned(stack, "http://museum.example.org");
  await dateBack(stack, museum, 42);
  const webhook = await tellReceivers(stack);
  await makeKeys(stack);
  set(stack, shop(EARLIER_SCANS));
  const last = await scanned(stack, "http://shop.example.com");
  await dateBack(stack, last, 3);
  for (const [domain, every] of [
    ["shop.example.com", "6h"],
    ["news.example.org", "30m"],
    ["docs.example.net", "1d"],
  ] as const) {
    await ask(stack, "PUT", `/api/v3/domains/${domain}/schedule`, { every });
  }
  const origin = "http://atlas.example.org";
  const maps = ["/europe.xml", "/asia.xml", "/oceans.xml"].map((path) => `${origin}${path}`);
  proxy.set(`${origin}/robots.txt`, maps.map((url) => `Sitemap: ${url}\n`).join(""));
  for (const url of maps) proxy.set(url, () => halfRead(url.replace(".xml", "")));
  const atlas = await submit(stack, origin);
  for (const url of maps) await proxy.waitForRequest(url);
  return { shop: last, museum, atlas, webhook };
}

async function tellReceivers(stack: SampleStack): Promise<string> {
  const events = ["scan.complete", "scan.failed", "domain.changed"];
  set(stack, RECEIVERS);
  const [first = ""] = await Promise.all(
    Object.entries(RECEIVERS).map(async ([url, { description }]) => {
      const { id } = await ask(stack, "POST", "/api/v3/webhooks", { url, events, description });
      await ask(stack, "POST", `/api/v3/webhooks/${String(id)}/test`);
      return String(id);
    }),
  );
  return first;
}

async function makeKeys(stack: SampleStack): Promise<void> {
  const make = (owner: string, scopes: string[], expires_in?: string) =>
    ask(stack, "POST", "/api/v3/keys", { owner, scopes, expires_in });
  const { id } = await make("a laptop that was lost", ["admin"]);
  await ask(stack, "POST", `/api/v3/keys/${String(id)}/revoke`);
  await make("the operator", ["admin"]);
  await make("nightly import", ["scans:read", "scans:write"], "90d");
  await make("dashboard", ["scans:read"], "365d");
}

function set({ proxy }: SampleStack, routes: ReturnType<typeof sampleSites>): void {
  for (const [url, answer] of Object.entries(routes)) proxy.set(url, answer);
}

async function submit(stack: SampleStack, origin: string): Promise<string> {
  const body = { base_url: origin, max_pages: 100_000 };
  const { job_id: jobId } = await ask(stack, "POST", "/api/v3/sitemap/scan", body);
  return String(jobId);
}

async function scanned(stack: SampleStack, origin: string): Promise<string> {
  const jobId = await submit(stack, origin);
  await waitFor(
    async () => {
      const job = await ask(stack, "GET", `/api/v3/sitemap/status/${jobId}?wait=30`);
      return job["finished_at"];
    },
    { what: `the scan of ${origin}`, timeoutMs: 60_000 },
  );
  return jobId;
}

async function ask(
  { origin }: SampleStack,
  method: string,
  path: string,
  body?: object,
): Promise<Record<string, unknown>> {
  const answer = await fetch(`${origin}${path}`, {
    method,
    ...(body && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`Cannot fill: ${path} answered ${await answer.text()}`);
  return answer.json() as Promise<Record<string, unknown>>;
}

/** What tells of a scan when something was. */
const TIMES: Readonly<Record<string, readonly string[]>> = {
  jobs: ["created_at", "started_at", "finished_at", "deadline_at", "updated_at"],
  tasks: ["created_at", "started_at", "finished_at", "available_at"],
  sitemap_files: ["created_at", "finished_at"],
  job_events: ["at"],
};

/** As a superuser, past the guards: history is else written by nobody but the database. */
async function dateBack({ db }: SampleStack, jobId: string, minutes: number): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx);
    for (const [table, columns] of Object.entries(TIMES)) {
      const earlier = columns.map(
        (column) => sql`${sql.ref(column)} = ${sql.ref(column)} - ${minutes} * interval '1 minute'`,
      );
      await sql`update ${sql.table(table)} set ${sql.join(earlier)} where job_id = ${jobId}`.execute(
        tx,
      );
    }
  });
}
