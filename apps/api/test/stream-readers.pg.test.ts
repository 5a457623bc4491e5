import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { JobEvent } from "@sitemap-scanner/contracts";
import { findJobView, inTransaction, openDatabase, type Db } from "@sitemap-scanner/database";
import { createLogger, must } from "@sitemap-scanner/runtime";
import { createTestDatabase, waitFor } from "@sitemap-scanner/testkit";
import express from "express";
import { sql } from "kysely";
import { once } from "node:events";
import { createConnection } from "node:net";
import { Writable } from "node:stream";
import { createJobFeed } from "../src/results/stream/job-feed.ts";
import { createJobStreams } from "../src/results/stream/job-streams.ts";
import { StreamPosition } from "../src/results/stream/stream-position.ts";
import { openStream } from "./event-stream.ts";
import { aJob } from "./fixtures.ts";
import { isLockAwaited } from "./hold-up.ts";

let db: Db;
let url = "";
beforeAll(async () => {
  ({ url } = await createTestDatabase());
  db = openDatabase({ url, applicationName: "test" });
});
afterAll(() => db.destroy());

/** Streams one job, quicker than the API does, to whoever asks with whichever key. */
async function serveStreams(jobId: string, { perKey = 100, name = "reader" } = {}) {
  const log: string[] = [];
  const destination = new Writable({
    write(line: Buffer, _encoding, done) {
      log.push(line.toString());
      done();
    },
  });
  const logger = createLogger({ level: "debug", service: "api", destination });
  const feedDb = openDatabase({ url, applicationName: name });
  const feed = createJobFeed({ db: feedDb, logger, intervalMs: 20 });
  const limits = { maxReaders: 100, maxReadersPerKey: perKey, heartbeatMs: 50 };
  const streams = createJobStreams({ db: feedDb, feed, logger, ...limits });
  const app = express();
  let letGo = 0;
  /** Fires when a client has gone. */
  const left = new AbortController();
  app.get("/", async (req, res) => {
    res.once("close", () => left.abort());
    const job = must(await findJobView(feedDb, jobId), "the test made it");
    const keyId = req.get("key") ?? null;
    const position = StreamPosition.beginning();
    await streams.send(res, { job, position, keyId }).catch((error: Error) => {
      if (!res.headersSent) res.status(503).send(error.name);
    });
    letGo += 1;
  });
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    port,
    origin: `http://127.0.0.1:${port}/`,
    log,
    streams,
    left: left.signal,
    /** Requests that have been answered to their end. */
    letGo: () => letGo,
    async [Symbol.asyncDispose]() {
      streams.close();
      server.closeAllConnections();
      server.close();
      await feedDb.destroy();
    },
  };
}

/** Steps with so long actors that no buffer holds many of them; the reason of the last is their number. */
async function manySteps(jobId: string, alreadySent: number): Promise<number> {
  await sql`
    insert into job_events (job_id, to_status, reason, actor)
    select ${jobId}::uuid, 'running', ${alreadySent}::integer + n, repeat('x', 10000) from generate_series(1, 100) n`.execute(
    db,
  );
  return 100;
}

const reasonOf = (data: unknown) => JobEvent.parse(data).reason;

describe("the readers of a stream", () => {
  it("that do not read are broken off, and others of the same job go on", async () => {
    const { jobId } = await aJob(db);
    await using site = await serveStreams(jobId);
    await using good = await openStream(site.origin);
    await good.take(({ event }) => event === "event");
    let sent = 0;
    const bad = createConnection(site.port, "127.0.0.1");
    bad.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    await once(bad, "readable");

    // The connection holds some megabytes by itself, and then a few looks wait for the reader.
    const drops = () => site.log.filter((line) => line.includes("slow reader of a stream dropped"));
    while (drops().length === 0) {
      sent += await manySteps(jobId, sent);
      const lastReason = String(sent);
      await good.take(({ event, data }) => event === "event" && reasonOf(data) === lastReason);
    }

    expect(drops()).toHaveLength(1);
    expect(drops()[0]).toContain(jobId);
    bad.destroy();
  });

  it("of one key are bounded for themselves", async () => {
    const { jobId } = await aJob(db);
    await using site = await serveStreams(jobId, { perKey: 1 });
    await using first = await openStream(site.origin, { headers: { key: "a" } });
    await first.take(1);

    await using second = await openStream(site.origin, { headers: { key: "a" } });
    await using other = await openStream(site.origin, { headers: { key: "b" } });

    expect([second.answer.status, other.answer.status]).toEqual([503, 200]);
  });

  it("take no seat when they have gone before the stream begins", async () => {
    const { jobId } = await aJob(db);
    await using site = await serveStreams(jobId, { perKey: 1 });
    const client = new AbortController();
    await inTransaction(db, async (tx) => {
      await sql`lock table jobs in access exclusive mode`.execute(tx);
      const given = fetch(site.origin, { headers: { key: "a" }, signal: client.signal });
      await waitFor(() => isLockAwaited(db), { what: "the request to wait for the lock" });
      client.abort();
      await given.catch(() => "it was given up");
      await waitFor(() => site.left.aborted, { what: "its end to be noticed" });
    });
    await waitFor(() => site.letGo() === 1, { what: "the request to be let go" });

    await using next = await openStream(site.origin, { headers: { key: "a" } });
    expect(next.answer.status).toBe(200);
  });

  it("hear something while nothing happens, and are let go when the streams are closed", async () => {
    const { jobId } = await aJob(db);
    await using site = await serveStreams(jobId);
    const answer = await fetch(site.origin);
    let text = "";
    const decoder = new TextDecoder();
    for await (const chunk of answer.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      if (text.includes(": still there")) site.streams.close();
    }

    expect(text).toMatch(/^retry: \d+\n\n/);
    expect(text).not.toContain("event: end");
  });

  it("share one look at the database, and nothing looks when they have gone", async () => {
    const { jobId } = await aJob(db);
    await using site = await serveStreams(jobId, { name: "counted" });
    const streams = await Promise.all(Array.from({ length: 50 }, () => openStream(site.origin)));
    await Promise.all(streams.map((stream) => stream.take(({ event }) => event === "event")));
    const looks = async () => {
      const { rows } = await sql<{ last: Date | null }>`
        select max(query_start) as last from pg_stat_activity where application_name = 'counted'`.execute(
        db,
      );
      return rows[0]?.last?.getTime() ?? 0;
    };

    for (const stream of streams) await stream[Symbol.asyncDispose]();

    // Twenty of the times at which it would have looked, seen from the database itself.
    await waitFor(
      async () => {
        const last = await looks();
        const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db);
        return (rows[0]?.now.getTime() ?? 0) - last > 400;
      },
      { what: "the feed to stand still" },
    );
    expect(await looks()).toBeGreaterThan(0);
  });
});
