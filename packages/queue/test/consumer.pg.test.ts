import { randomUUID } from "node:crypto";
import { Writable } from "node:stream";
import { afterEach, describe, expect, it } from "@jest/globals";
import { createLogger } from "@sitemap-scanner/runtime";
import {
  createTestDatabase,
  testQueuePrefix,
  testRedisUrl,
  waitFor,
} from "@sitemap-scanner/testkit";
import { openBroker, openConsumer } from "../src/index.ts";

describe.each(["redis", "postgres"])("a consumer, on %s", (backend) => {
  const closers: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).toReversed()) await close();
  });

  async function setup() {
    const { url, drop } = await createTestDatabase();
    const { lines, logger } = aLoggerThatIsRead();
    const redisUrl = backend === "redis" ? testRedisUrl() : null;
    const broker = openBroker({ redisUrl, databaseUrl: url, prefix: testQueuePrefix(), logger });
    const taken = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    const hold = async () => {
      taken.resolve();
      await released.promise;
    };
    const consumer = openConsumer({
      connection: broker.connection,
      processors: { discover: hold, sitemap: hold, webhook: hold },
      concurrency: 1,
      lockMs: 400,
      name: "a worker",
      logger,
    });
    closers.push(
      drop,
      () => broker.close(),
      () => consumer.close(),
    );
    return { broker, consumer, lines, taken: taken.promise, release: released.resolve };
  }

  it("is known to hold what it has in hand, and takes the loss of it for no outage", async () => {
    const { broker, consumer, lines, taken, release } = await setup();
    const doorbell = { taskId: randomUUID(), generation: 1 };
    expect(await broker.holderOf(doorbell)).toBeNull();
    await broker.publish([{ ...doorbell, kind: "sitemap" }]);
    await taken;
    expect(await broker.stateOf(doorbell)).toBe("active");
    expect(await broker.holderOf(doorbell)).toBe("a worker");

    await broker.queues[0]?.obliterate({ force: true });

    const told = (words: string) => lines.filter((line) => line.includes(words)).length;
    await waitFor(() => told("doorbell is not ours any more") > 0, { what: "the loss to be told" });
    release();
    await consumer.idle();
    await waitFor(() => told("doorbell is not ours any more") > 1, {
      what: "the end to be refused",
    });
    expect(told("connection failed")).toBe(0);
  });
});

function aLoggerThatIsRead() {
  const lines: string[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  return { lines, logger: createLogger({ level: "debug", service: "test", destination }) };
}
