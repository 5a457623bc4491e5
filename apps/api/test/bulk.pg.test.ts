import { beforeAll, describe, expect, it } from "@jest/globals";
import {
  ImportedRow,
  ImportLine,
  ImportSummary,
  IntakePass,
  MAX_IMPORT_ROWS,
} from "@sitemap-scanner/contracts";
import { queueDomain } from "@sitemap-scanner/database";
import { createTargetPolicy } from "@sitemap-scanner/fetcher";
import { waitFor } from "@sitemap-scanner/testkit";
import { sql } from "kysely";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";
import { createInterface } from "node:readline";
import { gzipSync } from "node:zlib";
import { importRows } from "../src/domains/bulk-import.ts";
import { expectProblem } from "./expect-problem.ts";
import { aJob, endJob, startJob } from "./fixtures.ts";
import { setupApi } from "./setup.ts";

const DOMAINS = "/api/v3/domains";
const CSV = "text/csv";
const NDJSON = "application/x-ndjson";
const api = setupApi();

const aName = () => `${randomUUID()}.example.com`;

async function post(type: string, body: string | Uint8Array<ArrayBuffer>, headers = {}) {
  const options = { method: "POST", headers: { "Content-Type": type, ...headers }, body };
  const answer = await fetch(`${api.origin}${DOMAINS}`, options);
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

/** What the API says of each row, and in sum. */
async function importAll(type: string, body: string | Uint8Array<ArrayBuffer>, headers = {}) {
  const answer = await post(type, body, headers);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toMatch(/^application\/x-ndjson/);
  const lines = answer.text.trimEnd().split("\n");
  const { summary } = ImportSummary.parse(JSON.parse(lines.pop() ?? ""));
  return { rows: lines.map((line) => ImportedRow.parse(JSON.parse(line))), summary };
}

async function statusOf(domain: string): Promise<string | undefined> {
  const row = await api.db
    .selectFrom("domains")
    .select("sitemap_analysis_status")
    .where("domain", "=", domain)
    .executeTakeFirst();
  return row?.sitemap_analysis_status;
}

describe("POST /api/v3/domains", () => {
  it("says of each row what became of it, and queues those that are idle", async () => {
    const [fresh, queued, idle] = [aName(), aName(), await aJob(api.db)];
    const live = await aJob(api.db);
    await queueDomain(api.db, queued);
    await startJob(api.db, idle);
    await endJob(api.db, idle, { status: "failed", error: { code: "x", message: "It broke" } });
    const rows = [
      fresh,
      `HTTPS://${fresh}/deep`,
      queued,
      live.domain,
      idle.domain,
      "not a name",
      "10.0.0.1",
    ];

    const { rows: verdicts, summary } = await importAll(CSV, rows.join("\r\n"));

    expect(verdicts).toEqual([
      { row: 1, domain: fresh, verdict: "queued" },
      { row: 2, domain: fresh, verdict: "duplicate", message: "Row 1 has it already" },
      { row: 3, domain: queued, verdict: "already_queued" },
      { row: 4, domain: live.domain, verdict: "in_progress" },
      { row: 5, domain: idle.domain, verdict: "queued" },
      expect.objectContaining({ row: 6, domain: "not a name", code: "invalid_domain" }),
      expect.objectContaining({ row: 7, domain: "10.0.0.1", code: "target_not_public" }),
    ]);
    expect(summary).toEqual({
      rows: 7,
      queued: 2,
      already_queued: 1,
      in_progress: 1,
      invalid: 2,
      duplicate: 1,
      complete: true,
    });
    expect(await Promise.all([fresh, live.domain, idle.domain].map(statusOf))).toEqual([
      "queued",
      "submitted",
      "queued",
    ]);
  });

  it("schedules a domain that has an interval, whatever its state", async () => {
    const live = await aJob(api.db);
    const [fresh, kept] = [aName(), aName()];
    await importAll(CSV, `${kept},1d`);

    const { rows } = await importAll(
      CSV,
      `${fresh},6h\n${live.domain},30m\n${kept}\n${aName()},1s`,
    );

    expect(rows.map(({ verdict }) => verdict)).toEqual([
      "queued",
      "in_progress",
      "already_queued",
      "invalid",
    ]);
    expect(rows[3]?.code).toBe("invalid_interval");
    const every = async (domain: string) =>
      (await api.http.get(`${DOMAINS}/${domain}`)).body.schedule.every;
    expect(await Promise.all([fresh, live.domain, kept].map(every))).toEqual(["6h", "30m", "1d"]);
  });

  it("reads CSV with a header, a byte order mark, blank lines and quotes", async () => {
    const [one, two] = [aName(), aName()];
    const csv = `\uFEFFdomain,every\r\n\r\n"${one}", "6h"\r\n"${two}\r\na"b.com\r\n${two},,\r\na,1h,x\r\n`;

    const { rows } = await importAll(CSV, csv);

    expect(rows.map(({ row, domain, verdict, code }) => [row, domain, verdict, code])).toEqual([
      [3, one, "queued", undefined],
      [4, null, "invalid", "malformed_row"],
      [5, null, "invalid", "malformed_row"],
      [6, two, "queued", undefined],
      [7, null, "invalid", "malformed_row"],
    ]);
  });

  it("reads NDJSON of strings and objects", async () => {
    const [one, two] = [aName(), aName()];
    const lines = [JSON.stringify(one), `{"domain":"${two}","every":"1d"}`, "{", '{"name":1}', "7"];

    const { rows } = await importAll(NDJSON, lines.join("\n"));

    expect(rows.map(({ verdict }) => verdict)).toEqual([
      "queued",
      "queued",
      "invalid",
      "invalid",
      "invalid",
    ]);
  });

  it("reads a list in JSON, bare or named", async () => {
    const [one, two] = [aName(), aName()];
    const bare = await importAll("application/json", JSON.stringify([one]));
    const named = await importAll(
      "application/json",
      JSON.stringify({ domains: [{ domain: two, every: "6h" }, "nonsense:", one] }),
    );

    expect(bare.rows).toEqual([{ row: 1, domain: one, verdict: "queued" }]);
    expect(named.rows.map(({ verdict }) => verdict)).toEqual([
      "queued",
      "invalid",
      "already_queued",
    ]);
  });

  it("keeps nothing of a row of over 4 kB, and reads those behind it", async () => {
    const name = aName();

    const { rows } = await importAll(NDJSON, `${"x".repeat(5_000_000)}\n"${name}"`);

    expect(rows).toEqual([
      expect.objectContaining({ row: 1, domain: null, code: "row_too_long" }),
      { row: 2, domain: name, verdict: "queued" },
    ]);
  });

  it("takes a gzipped body, and refuses one that is broken, or grows without end", async () => {
    const gzipped = { "Content-Encoding": "gzip" };
    const csv = gzipSync(`${aName()}\n${aName()}\n`);
    const bomb = gzipSync(Buffer.alloc(65_000_000));

    const { summary } = await importAll(CSV, csv, gzipped);
    const broken = await post(CSV, csv.subarray(0, -12), gzipped);
    const bombed = await post(CSV, bomb, gzipped);
    const brotli = await post(CSV, csv, { "Content-Encoding": "br" });

    expect(summary).toMatchObject({ rows: 2, queued: 2 });
    expect([broken, bombed, brotli].map(({ status }) => status)).toEqual([400, 413, 415]);
  });

  it("answers an empty list with an empty sum", async () => {
    expect((await importAll(CSV, "\n\n")).summary).toMatchObject({ rows: 0, complete: true });
  });

  it("refuses what is no list, and what is of no known type", async () => {
    const json = (body: object) => api.http.post(DOMAINS).send(body);

    expectProblem(await json({ domains: "a.com" }), 400, "invalid_request");
    expectProblem(await json([5]), 400, "invalid_request");
    expectProblem(await json(Array(9_000).fill("example.com")), 413, "body_too_large");
    expectProblem(await api.http.post(DOMAINS), 415, "unsupported_media_type");
    const xml = api.http.post(DOMAINS).type("application/xml").send("<a/>");
    expectProblem(await xml, 415, "unsupported_media_type");
  });

  it("has the intake make jobs of what it queued, at the intake's own pace", async () => {
    const names = Array.from({ length: 150 }, aName);
    await importAll(NDJSON, names.map((name) => JSON.stringify(name)).join("\n"));

    const taken: number[] = [];
    do {
      const pass = await api.http.post("/api/v3/intake/run");
      taken.push(IntakePass.parse(pass.body).taken);
    } while (taken.at(-1) !== 0);

    expect(Math.max(...taken)).toBe(100);
    const counted = await api.db
      .selectFrom("domains")
      .innerJoin("jobs", "jobs.job_id", "domains.latest_job_id")
      .select((eb) => eb.fn.countAll<string>().as("jobs"))
      .where("domain", "in", names)
      .where("source", "=", "intake")
      .executeTakeFirst();
    expect(counted?.jobs).toBe("150");
  });
});

describe("a long import", () => {
  it("answers rows while the next are on their way, and breaks off visibly when it fails", async () => {
    const names = Array.from({ length: 2_000 }, aName);
    const { req, response } = beginImport();
    req.write(`${names.slice(0, 1_000).join("\n")}\n`);
    const res = await response;
    const broken = once(res, "error");
    const seen = collectLines(res);
    await waitFor(() => (seen().length === 1_000 ? true : undefined), { what: "verdicts" });

    await sql`alter table domains rename to hidden`.execute(api.db);
    req.on("error", () => {});
    req.end(names.slice(1_000).join("\n"));
    const [error] = await broken;
    await sql`alter table hidden rename to domains`.execute(api.db);

    expect(error).toMatchObject({ code: "ECONNRESET" });
    expect(seen()).toHaveLength(1_000);
    expect(await statusOf(names[999] ?? "")).toBe("queued");
    expect(await statusOf(names[1_000] ?? "")).toBeUndefined();
  });

  it("ends when the client goes away, and keeps what was answered", async () => {
    const names = Array.from({ length: 1_000 }, aName);
    const { req, response } = beginImport();
    req.write(`${names.join("\n")}\n`);
    const res = await response;
    res.on("error", () => {});
    await once(res, "data");

    req.destroy();

    const ended = await waitFor(
      () => api.log.find(({ route, aborted }) => route === DOMAINS && aborted === true),
      { what: "the end of the request" },
    );
    expect(ended).toMatchObject({ status: 200 });
    expect(api.log.filter(({ level }) => level === "error")).toEqual([]);
    expect(await statusOf(names[0] ?? "")).toBe("queued");
  });

  it("reads no more than 100,000 rows", async () => {
    let sent = 0;
    async function* endless() {
      for (;;) {
        sent += 1;
        yield { row: sent, domain: sent % 2 === 0 ? "a b" : "one.example.com", every: null };
      }
    }
    const seen: ImportLine[] = [];

    for await (const lines of importRows(
      { db: api.db, targets: createTargetPolicy([]) },
      endless(),
    ))
      seen.push(...lines.slice(-1));

    expect(sent).toBe(MAX_IMPORT_ROWS + 1);
    expect(seen.at(-2)).toMatchObject({ row: MAX_IMPORT_ROWS + 1, code: "too_many_rows" });
    expect(seen.at(-1)).toMatchObject({
      summary: { rows: MAX_IMPORT_ROWS + 1, queued: 1, complete: false },
    });
  });

  describe("of 100,000 rows, whose client reads nothing before it has sent all", () => {
    const BAD_EVERY = 1_000;
    const peak = { before: 0, rss: 0 };
    const verdicts = new Map<string, number>();
    const rows = new Set<number>();
    let summary: ImportSummary["summary"] | undefined;

    beforeAll(async () => {
      peak.before = process.memoryUsage.rss();
      const watch = setInterval(() => {
        peak.rss = Math.max(peak.rss, process.memoryUsage.rss());
      }, 50);
      const { req, response } = beginImport();
      for (const text of rowsInParts()) if (!req.write(text)) await once(req, "drain");
      req.end();
      await once(req, "finish");
      for await (const line of createInterface({ input: await response })) {
        const parsed = ImportLine.parse(JSON.parse(line));
        if ("summary" in parsed) summary = parsed.summary;
        else {
          rows.add(parsed.row);
          verdicts.set(parsed.verdict, (verdicts.get(parsed.verdict) ?? 0) + 1);
        }
      }
      clearInterval(watch);
    }, 180_000);

    it("has a verdict on each row", () => {
      expect(rows.size).toBe(MAX_IMPORT_ROWS);
      expect(Object.fromEntries(verdicts)).toEqual({ queued: 99_900, invalid: 100 });
      expect(summary).toMatchObject({
        rows: 100_000,
        queued: 99_900,
        invalid: 100,
        complete: true,
      });
    });

    it("has queued all that are good", async () => {
      const { rows: counted } = await sql<{ n: number }>`
        select count(*)::int as n from domains
        where domain like 'site-%.example.com' and sitemap_analysis_status = 'queued'`.execute(
        api.db,
      );
      expect(counted).toEqual([{ n: 99_900 }]);
    });

    it("does not make the process grow with it", () => {
      expect((peak.rss - peak.before) / 1e6).toBeLessThan(200);
    });

    function* rowsInParts(): Generator<string> {
      for (let part = 0; part < 100; part += 1) {
        const lines = Array.from({ length: 1_000 }, (_, index) => {
          const number = part * 1_000 + index;
          return number % BAD_EVERY === 7 ? `bad name ${number}` : `site-${number}.example.com,1d`;
        });
        yield `${lines.join("\n")}\n`;
      }
    }
  });
});

/** An import whose body is sent piece by piece. */
function beginImport() {
  const req = request(`${api.origin}${DOMAINS}`, {
    method: "POST",
    headers: { "Content-Type": CSV },
  });
  const response = new Promise<IncomingMessage>((resolve, reject) => {
    req.once("response", resolve).once("error", reject);
  });
  return { req, response };
}

/** The whole lines that have come so far. */
function collectLines(res: IncomingMessage): () => string[] {
  let text = "";
  res.setEncoding("utf8").on("data", (more: string) => {
    text += more;
  });
  return () => text.split("\n").slice(0, -1);
}
