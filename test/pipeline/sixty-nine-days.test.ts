/** What the predecessor left lying for 69 days, written past every trigger: the first pass finds all of it. */
import { expect, it } from "@jest/globals";
import { waitFor } from "@sitemap-scanner/testkit";
import { sql } from "kysely";
import { onBothBackends, setupScanner } from "./setup.ts";

const SOUND = "<urlset><url><loc>https://pages.example.com/1</loc></url></urlset>";

onBothBackends("rows of 69 days ago, whose triggers were got round", (backend) => {
  const scanner = setupScanner(backend);

  /** As a restore or a bulk load does it. */
  async function insertPastTriggers(...statements: string[]): Promise<void> {
    await scanner.db.transaction().execute(async (tx) => {
      await sql`set local session_replication_role = replica`.execute(tx);
      for (const statement of statements) await sql.raw(statement).execute(tx);
    });
  }

  it("are each found by the first pass, put right or failed with a reason, and alarmed once", async () => {
    const site = await scanner.startSite({ "/robots.txt": "Sitemap: /s.xml\n", "/s.xml": SOUND });
    const old = "now() - interval '69 days'";
    const [pending, running, lost] = ["pending", "running", "lost"].map(() => crypto.randomUUID());
    const [runningTask, lostTask] = [crypto.randomUUID(), crypto.randomUUID()];
    await insertPastTriggers(
      `insert into domains (domain, sitemap_analysis_status, updated_at) values
         ('pending.example.com', 'submitted', ${old}), ('running.example.com', 'processing', ${old}),
         ('${site.domain}', 'submitted', ${old}), ('ended.example.com', 'submitted', ${old})`,
      `insert into jobs (job_id, domain_id, status, created_at, deadline_at, started_at)
         select '${pending}'::uuid, id, 'pending', ${old}, ${old} + interval '6 hours', null from domains where domain = 'pending.example.com'
         union all select '${running}', id, 'running', ${old}, ${old} + interval '6 hours', ${old} from domains where domain = 'running.example.com'
         union all select '${lost}', id, 'pending', ${old}, now() + interval '1 hour', null from domains where domain = '${site.domain}'`,
      `insert into jobs (domain_id, status, created_at, finished_at, error)
         select id, 'failed', ${old}, ${old}, '{"code": "no_sitemap_found", "message": "none"}' from domains where domain = 'ended.example.com'`,
      `update domains d set latest_job_id = j.job_id from jobs j where j.domain_id = d.id`,
      `update jobs j set result_data = jsonb_build_object('domain', d.domain), params = '{"scheme": "http"}'
         from domains d where d.id = j.domain_id`,
      `insert into tasks (id, job_id, kind, status, generation, lease, lease_until, available_at) values
         ('${runningTask}', '${running}', 'discover', 'running', 1, 1, ${old}, ${old}),
         ('${lostTask}', '${lost}', 'discover', 'pending', 1, 0, null, now())`,
      `insert into outbox (task_id, kind, generation, published_at, available_at)
         values ('${lostTask}', 'discover', 1, ${old}, ${old})`,
    );

    const api = await scanner.startApi({ RECONCILE_UNANSWERED_MS: "100" });
    const worker = await scanner.startWorker({ RECONCILE_UNANSWERED_MS: "100" });

    expect(await scanner.finished(pending ?? "")).toMatchObject({
      status: "failed",
      error: { code: "never_started" },
    });
    expect(await scanner.finished(running ?? "")).toMatchObject({
      status: "failed",
      error: { code: "deadline_exceeded" },
    });
    // Its doorbell was gone, and with a new one it was done as if nothing had been.
    expect(await scanner.finished(lost ?? "")).toMatchObject({
      status: "complete",
      pages_found: 1,
    });
    await waitFor(
      async () =>
        (await scanner.query("select * from invariant_violations")).length === 0 &&
        (await statusOf("ended.example.com")) === "failed",
      { what: "every row to be right" },
    );
    expect(alarmsOf([...api.process.stdout, ...worker.stdout])).toEqual([
      ["R6", "task_inserted", pending],
      ["R8", "set_to_failed", await idOf("ended.example.com")],
    ]);
  });

  async function idOf(domain: string): Promise<string | undefined> {
    const [row] = await scanner.query<{ id: string }>(
      `select id from domains where domain = '${domain}'`,
    );
    return row?.id;
  }

  async function statusOf(domain: string): Promise<string | undefined> {
    const [row] = await scanner.query<{ sitemap_analysis_status: string }>(
      `select sitemap_analysis_status from domains where domain = '${domain}'`,
    );
    return row?.sitemap_analysis_status;
  }
});

/** What was alarmed, in whichever process: rule, what was done, and to whom. */
function alarmsOf(lines: readonly string[]): string[][] {
  return lines
    .filter((line) => line.includes("guarantee got round"))
    .map((line): { rule: string; did: string; id: string } => JSON.parse(line))
    .toSorted((a, b) => a.rule.localeCompare(b.rule))
    .map(({ rule, did, id }) => [rule, did, id]);
}
