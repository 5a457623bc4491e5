/** What the database itself guarantees of webhooks, whoever writes. */
import { beforeEach, describe, expect, it } from "@jest/globals";
import { AWAITED_LOCKS, waitFor } from "@sitemap-scanner/testkit";
import { sql } from "kysely";
import { setupDatabase } from "./setup.ts";

const database = setupDatabase();

async function psql<T>(statement: string): Promise<T[]> {
  return (await sql<T>`${sql.raw(statement)}`.execute(database.db)).rows;
}

async function anEndpoint(events = "{scan.complete,scan.failed,domain.changed}"): Promise<string> {
  const [row] = await psql<{ id: string }>(
    `insert into webhook_endpoints (url, events, secret)
     values ('https://receiver.example.com/', '${events}', 'whsec_c2VjcmV0') returning id`,
  );
  return row?.id ?? "";
}

/** A job of a domain of its own that has ended, by plain SQL. */
async function anEndedJob({
  status = "complete",
  pagesNew = 0,
  source = "sql",
} = {}): Promise<string> {
  const [job] = await psql<{ job_id: string; domain_id: string }>(
    `with d as (insert into domains (domain) values (gen_random_uuid() || '.example.com') returning id)
     insert into jobs (domain_id, source) select id, '${source}' from d returning job_id, domain_id`,
  );
  const jobId = job?.job_id ?? "";
  await psql(
    `update tasks set status = 'running', lease = 1, lease_until = now() + interval '1 h' where job_id = '${jobId}';
     update tasks set status = 'complete' where job_id = '${jobId}';
     insert into sitemap_files (domain_id, job_id, url, url_hash, discovered_via, outcome)
       values ('${job?.domain_id}', '${jobId}', 'https://x.example.com/s.xml', decode(md5('s'), 'hex'), 'robots', 'ok');
     update jobs set status = 'running', pages_new = ${pagesNew} where job_id = '${jobId}';
     update jobs set status = '${status}', error = ${status === "failed" ? `'{"code":"x"}'` : "null"}
       where job_id = '${jobId}'`,
  );
  return jobId;
}

function eventsOf(jobId: string): Promise<{ type: string; deliveries: number }[]> {
  return psql(
    `select e.type, count(d.id)::int as deliveries from webhook_events e
     left join webhook_deliveries d on d.event_id = e.id and d.status = 'pending'
     where e.job_id = '${jobId}' group by e.id order by e.type`,
  );
}

async function aDelivery(): Promise<{ id: string; endpointId: string }> {
  const endpointId = await anEndpoint();
  await anEndedJob();
  const [row] = await psql<{ id: string }>(
    `select id from webhook_deliveries where endpoint_id = '${endpointId}'`,
  );
  return { id: row?.id ?? "", endpointId };
}

function claim(id: string): Promise<unknown> {
  return psql(
    `update webhook_deliveries set status = 'running', lease = lease + 1, lease_until = now() + interval '20 s'
     where id = '${id}'`,
  );
}

function messagesOf(id: string): Promise<unknown[]> {
  return psql(`select kind, generation, task_id from outbox where delivery_id = '${id}'`);
}

function set(id: string, change: string): Promise<unknown> {
  return psql(`update webhook_deliveries set ${change} where id = '${id}'`);
}

beforeEach(async () => {
  await psql("truncate webhook_endpoints, webhook_events cascade");
});

describe("an endpoint", () => {
  it.each(["whsec_", "whsec_not base64!", "whsec_c2VjcmV", "whsec_c2VjcmV0-_", "c2VjcmV0"])(
    "cannot have the secret %j, with which nothing can be signed",
    async (secret) => {
      const id = await anEndpoint();
      const until = "old_secret_until = now()";

      for (const change of [`secret = '${secret}'`, `old_secret = '${secret}', ${until}`]) {
        const changed = psql(`update webhook_endpoints set ${change} where id = '${id}'`);
        await expect(changed).rejects.toThrow(/secret(_form)?_check/);
      }
    },
  );
});

describe("a scan that ends", () => {
  it("makes an event for each type that it is, with a delivery to each endpoint that wants it", async () => {
    await anEndpoint("{scan.complete}");
    await anEndpoint("{scan.complete,domain.changed}");
    await anEndpoint("{scan.failed}");

    expect(await eventsOf(await anEndedJob())).toEqual([{ type: "scan.complete", deliveries: 2 }]);
    expect(await eventsOf(await anEndedJob({ pagesNew: 3 }))).toEqual([
      { type: "domain.changed", deliveries: 1 },
      { type: "scan.complete", deliveries: 2 },
    ]);
    expect(await eventsOf(await anEndedJob({ status: "failed" }))).toEqual([
      { type: "scan.failed", deliveries: 1 },
    ]);
  });

  it("makes none when it was cancelled, when it was a canary, or when nobody wants it", async () => {
    await anEndpoint("{scan.complete,scan.failed}");
    expect(await eventsOf(await anEndedJob({ status: "cancelled" }))).toEqual([]);
    expect(await eventsOf(await anEndedJob({ source: "canary" }))).toEqual([]);

    await psql("update webhook_endpoints set disabled_at = now(), disabled_reason = 'asked'");
    expect(await eventsOf(await anEndedJob())).toEqual([]);
  });

  it("is not failed by whoever deletes an endpoint at the same moment", async () => {
    const gone = await anEndpoint();
    await anEndpoint();
    const deleting = await database.db.startTransaction().execute();
    await sql`delete from webhook_endpoints where id = ${gone}`.execute(deleting);

    const ended = anEndedJob();
    await waitForLock();
    await deleting.commit().execute();

    expect(await eventsOf(await ended)).toEqual([{ type: "scan.complete", deliveries: 1 }]);
  });
});

describe("a delivery", () => {
  it("has its message in the outbox as long as it is pending, one for each generation", async () => {
    const { id } = await aDelivery();
    expect(await messagesOf(id)).toEqual([{ kind: "webhook", generation: 1, task_id: null }]);

    await claim(id);
    expect(await messagesOf(id)).toEqual([]);

    await set(id, "status = 'pending'");
    expect(await messagesOf(id)).toEqual([{ kind: "webhook", generation: 2, task_id: null }]);

    await set(id, "generation = generation + 1");
    expect(await messagesOf(id)).toEqual([{ kind: "webhook", generation: 3, task_id: null }]);
  });

  it("takes only legal ways, and leaves no terminal status", async () => {
    const { id } = await aDelivery();
    await expect(set(id, "status = 'delivered'")).rejects.toThrow("cannot go from pending");
    await expect(
      set(id, "status = 'running', lease_until = now() + interval '1 s'"),
    ).rejects.toThrow("without a new lease");
    await claim(id);
    await expect(set(id, "lease = lease - 1")).rejects.toThrow("never go back");
    await set(id, "status = 'delivered'");

    for (const status of ["held", "pending", "running", "failed", "cancelled"])
      await expect(set(id, `status = '${status}'`)).rejects.toThrow("leaves a terminal state");
  });

  it("is made once for an event and an endpoint, but for those that somebody asks for", async () => {
    const { id } = await aDelivery();
    const copy = (replayOf: string) =>
      psql(
        `insert into webhook_deliveries (event_id, endpoint_id, replay_of)
         select event_id, endpoint_id, ${replayOf} from webhook_deliveries where id = '${id}'`,
      );

    await expect(copy("null")).rejects.toThrow("webhook_deliveries_one_per_event_idx");
    await copy("id");
  });
});

describe("an endpoint that is disabled", () => {
  it("keeps its deliveries for when it is enabled", async () => {
    const { id, endpointId } = await aDelivery();
    const other = await aDelivery();
    await claim(other.id);

    await psql("update webhook_endpoints set disabled_at = now(), disabled_reason = 'failing'");
    await set(other.id, "status = 'pending'");

    expect(await psql("select distinct status from webhook_deliveries")).toEqual([
      { status: "held" },
    ]);
    expect(await psql("select from outbox where delivery_id is not null")).toEqual([]);

    await psql(
      `update webhook_endpoints set disabled_at = null, disabled_reason = null where id = '${endpointId}'`,
    );
    expect(await messagesOf(id)).toEqual([{ kind: "webhook", generation: 2, task_id: null }]);
    expect(await messagesOf(other.id)).toEqual([]);
  });

  it("loses them when it is gone for good", async () => {
    const { id } = await aDelivery();
    const other = await aDelivery();
    await claim(other.id);

    await psql("update webhook_endpoints set disabled_at = now(), disabled_reason = 'gone'");
    await set(other.id, "status = 'pending'");

    expect(
      await psql(
        "select distinct status, finished_at is not null as ended from webhook_deliveries",
      ),
    ).toEqual([{ status: "cancelled", ended: true }]);
    await expect(set(id, "status = 'pending'")).rejects.toThrow("leaves a terminal state");
  });

  it("takes deliveries and their messages with it when it is deleted", async () => {
    const { id, endpointId } = await aDelivery();

    await psql(`delete from webhook_endpoints where id = '${endpointId}'`);

    expect(await messagesOf(id)).toEqual([]);
  });
});

describe("invariant_violations", () => {
  it("tells of a delivery without message, one without heartbeat, and one that is held for nothing", async () => {
    const [lost, silent, held] = [await aDelivery(), await aDelivery(), await aDelivery()];
    await claim(silent.id);
    expect(await codes()).toEqual([]);

    await psql(`delete from outbox where delivery_id = '${lost.id}'`);
    await set(silent.id, "lease_until = now() - interval '11 s'");
    await set(held.id, "status = 'held'");
    await psql(
      `alter table webhook_endpoints disable trigger all;
       update webhook_endpoints set updated_at = now() - interval '31 s';
       alter table webhook_endpoints enable trigger all`,
    );

    expect(await codes()).toEqual([
      { code: "held_with_room", subject: "delivery" },
      { code: "lease_expired", subject: "delivery" },
      { code: "pending_without_message", subject: "delivery" },
    ]);
  });

  it("tells of a delivery that is late, unless others are begun meanwhile", async () => {
    const [late, begun] = [await aDelivery(), await aDelivery()];
    await set(late.id, "available_at = now() - interval '61 s'");
    await psql("update outbox set available_at = now() - interval '61 s'");
    expect(await codes()).toEqual([{ code: "delivery_late", subject: "delivery" }]);

    await claim(begun.id);
    expect(await codes()).toEqual([]);
  });
});

/** Until a connection of this database waits for another. */
async function waitForLock(): Promise<void> {
  await waitFor(async () => (await psql(AWAITED_LOCKS)).length > 0, {
    what: "a lock to be waited for",
  });
}

function codes(): Promise<unknown[]> {
  return psql(
    "select code, subject from invariant_violations where subject = 'delivery' order by code",
  );
}
