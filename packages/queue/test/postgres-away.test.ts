/** A process for which Postgres, its broker too, is away at the start, or later on the connections that it has. */
import { afterEach, describe, expect, it } from "@jest/globals";
import { randomUUID } from "node:crypto";
import { createLogger } from "@sitemap-scanner/runtime";
import { startPostgres, startTcpProxy, waitFor } from "@sitemap-scanner/testkit";
import { openBroker, openConsumer } from "../src/index.ts";

const logger = createLogger({ level: "error", service: "test" });

describe("the broker on Postgres", () => {
  const closers: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).toReversed()) await close();
  });

  async function startBroker() {
    const postgres = await startPostgres();
    closers.push(() => postgres.stop());
    const proxy = await startTcpProxy({ target: postgres.url });
    closers.push(() => proxy.close());
    const databaseUrl = proxy.through(postgres.url);
    const broker = openBroker({ redisUrl: null, databaseUrl, prefix: "t", logger });
    closers.push(() => broker.close());
    return { broker, faults: proxy.faults };
  }

  it("comes to life, to publish and to consume, when Postgres comes after it", async () => {
    const { broker, faults } = await startBroker();
    await faults.refuse();
    const answered: unknown[] = [];
    const processor = async (job: { data: unknown }) => void answered.push(job.data);
    const consumer = openConsumer({
      connection: broker.connection,
      processors: { discover: processor, sitemap: processor, webhook: processor },
      concurrency: 1,
      lockMs: 5_000,
      name: "test",
      logger,
    });
    closers.push(() => consumer.close());
    const doorbell = { taskId: randomUUID(), generation: 1 };
    await expect(broker.publish([{ ...doorbell, kind: "discover" }])).rejects.toThrow(
      "ECONNREFUSED",
    );

    await faults.heal();

    await broker.publish([{ ...doorbell, kind: "discover" }]);
    await waitFor(async () => answered.length > 0, { what: "the doorbell to be answered" });
    expect(answered).toEqual([doorbell]);
  });

  it("takes new connections a few seconds after a firewall has forgotten those it had", async () => {
    const { broker, faults } = await startBroker();
    const doorbell = { taskId: randomUUID(), generation: 1, kind: "discover" } as const;
    await broker.publish([doorbell]);

    faults.forget();

    await expect(broker.publish([doorbell])).rejects.toThrow("The database has been silent for");
    await broker.publish([doorbell]);
  }, 25_000);
});
