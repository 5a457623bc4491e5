import { describe, expect, it } from "@jest/globals";
import { Domain, DomainDetail, IntakePass, listOf } from "@sitemap-scanner/contracts";
import { queueDomain } from "@sitemap-scanner/database";
import { sql } from "kysely";
import { randomUUID } from "node:crypto";
import { expectProblem } from "./expect-problem.ts";
import { aJob, endJob, startJob } from "./fixtures.ts";
import { setupApi } from "./setup.ts";

const DOMAINS = "/api/v3/domains";
const api = setupApi();

const aName = () => `${randomUUID()}.example.com`;

async function schedule(domain: string, body: object): Promise<DomainDetail> {
  const answer = await api.http.put(`${DOMAINS}/${domain}/schedule`).send(body);
  expect(answer.status).toBe(200);
  return DomainDetail.parse(answer.body);
}

const secondsUntil = (at: string | null) => (Date.parse(at ?? "") - Date.now()) / 1_000;

describe("POST /api/v3/domains/{domain}/queue", () => {
  it("adds a domain that is new, and queues it", async () => {
    const name = aName();

    const answer = await api.http.post(`${DOMAINS}/${name.toUpperCase()}/queue`);

    expect(answer.status).toBe(202);
    expect(answer.headers["location"]).toBe(`${DOMAINS}/${name}`);
    expect(DomainDetail.parse(answer.body)).toMatchObject({
      domain: name,
      status: "queued",
      latest_job: null,
    });
  });

  it("queues one that failed again, without its error", async () => {
    const job = await aJob(api.db);
    await startJob(api.db, job);
    await endJob(api.db, job, { status: "failed", error: { code: "x", message: "It broke" } });

    const answer = await api.http.post(`${DOMAINS}/${job.domain}/queue`);

    const domain = DomainDetail.parse(answer.body);
    expect(domain).toMatchObject({ status: "queued", error: null, latest_job_id: job.jobId });
    expect(domain.latest_job).toMatchObject({ status: "failed", error: { message: "It broke" } });
  });

  it("does not move one back that is queued already", async () => {
    const name = aName();
    const first = await api.http.post(`${DOMAINS}/${name}/queue`);

    const second = await api.http.post(`${DOMAINS}/${name}/queue`);

    expect(second.body).toEqual(first.body);
  });

  it.each([
    ["localhost", "target_not_public"],
    ["10.0.0.1", "target_not_public"],
    ["example.com:8080", "target_not_public"],
    ["a%20b", "invalid_domain"],
    ["ftp%3A%2F%2Fexample.com", "invalid_domain"],
  ])("refuses %s with %s, and adds nothing", async (name, code) => {
    const before = await api.countRows();

    expectProblem(await api.http.post(`${DOMAINS}/${name}/queue`), 400, code);

    expect(await api.countRows()).toBe(before);
  });
});

describe("GET /api/v3/domains/{domain}", () => {
  it("knows no domain that nobody asked for", async () => {
    expectProblem(await api.http.get(`${DOMAINS}/${aName()}`), 404, "domain_not_found");
  });

  it("shows a schedule that was written by SQL, whatever it is", async () => {
    const name = aName();
    await sql`
      insert into domains (domain, rescan_every, next_scan_at)
      values (${name}, interval '90 minutes', 'infinity')`.execute(api.db);

    const answer = await api.http.get(`${DOMAINS}/${name}`);

    expect(DomainDetail.parse(answer.body).schedule).toEqual({ every: "90m", next_scan_at: null });
  });
});

describe("GET /api/v3/domains", () => {
  it("lists each domain of a status once, newest first, and not the canary's", async () => {
    await sql`
      insert into domains (domain, created_at)
      select 'n' || n || '.listed.example', timestamptz '2020-01-01' + n * interval '1 second'
      from generate_series(1, 5) n`.execute(api.db);
    await sql`insert into domains (domain, is_canary) values ('canary.listed.example', true)`.execute(
      api.db,
    );

    const names: string[] = [];
    let cursor: string | null = null;
    do {
      const query = { status: "new", limit: 2, ...(cursor !== null && { cursor }) };
      const answer = await api.http.get(DOMAINS).query(query);
      const page = listOf(Domain).parse(answer.body);
      names.push(...page.data.map(({ domain }) => domain));
      cursor = page.next;
    } while (cursor !== null);

    const listed = names.filter((name) => name.endsWith(".listed.example"));
    expect(listed).toEqual([5, 4, 3, 2, 1].map((n) => `n${n}.listed.example`));
  });

  it("refuses an unknown status, and a cursor of another listing", async () => {
    const foreign = Buffer.from("jobs~1").toString("base64url");

    expectProblem(await api.http.get(DOMAINS).query({ status: "done" }), 400, "invalid_request");
    expectProblem(await api.http.get(DOMAINS).query({ cursor: foreign }), 400, "invalid_cursor");
  });
});

describe("PUT /api/v3/domains/{domain}/schedule", () => {
  it("adds a domain that is new, and its first scan is due at once", async () => {
    const { schedule: set, status } = await schedule(aName(), { every: "6h" });

    expect(status).toBe("new");
    expect(set.every).toBe("6h");
    expect(secondsUntil(set.next_scan_at)).toBeLessThanOrEqual(1);
  });

  it("has a domain scanned a period after its last scan began", async () => {
    const { domain } = await aJob(api.db);

    const { schedule: set } = await schedule(domain, { every: "1d" });

    expect(secondsUntil(set.next_scan_at)).toBeGreaterThan(86_000);
    expect(secondsUntil(set.next_scan_at)).toBeLessThanOrEqual(86_400);
  });

  it("ends it with null", async () => {
    const name = aName();
    await schedule(name, { every: "30m" });

    const { schedule: set } = await schedule(name, { every: null });

    expect(set).toEqual({ every: null, next_scan_at: null });
  });

  it("refuses what is no interval, and to end what is not known", async () => {
    const put = (name: string, body: object) =>
      api.http.put(`${DOMAINS}/${name}/schedule`).send(body);

    for (const every of ["0h", "1s", "-1h", "1.5h", "", "h", "99999d", 5]) {
      expectProblem(await put(aName(), { every }), 400, "invalid_request");
    }
    expectProblem(await put(aName(), {}), 400, "invalid_request");
    expectProblem(await put(aName(), { every: null }), 404, "domain_not_found");
    expectProblem(await api.http.get(`${DOMAINS}/${aName()}/schedule`), 405);
  });
});

describe("POST /api/v3/intake/run", () => {
  it("makes a job of each queued domain, and queues what is due", async () => {
    const name = aName();
    await queueDomain(api.db, name);
    const due = aName();
    await schedule(due, { every: "1d" });

    const answer = await api.http.post("/api/v3/intake/run");

    expect(answer.status).toBe(200);
    const { taken, queued } = IntakePass.parse(answer.body);
    expect(taken).toBeGreaterThanOrEqual(2);
    expect(queued).toBeGreaterThanOrEqual(1);
    for (const domain of [name, due]) {
      const { body } = await api.http.get(`${DOMAINS}/${domain}`);
      expect(DomainDetail.parse(body)).toMatchObject({
        status: "submitted",
        latest_job: { source: "intake", status: "pending" },
      });
    }
  });
});
