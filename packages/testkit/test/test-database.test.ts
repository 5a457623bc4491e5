import { describe, expect, it } from "@jest/globals";
import { Client } from "pg";
import { createTestDatabase, startPostgres } from "../src/index.ts";

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return client;
}

describe("createTestDatabase()", () => {
  it("gives each caller an empty database of the newest schema", async () => {
    const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    const [inOne, inOther] = await Promise.all([connect(one.url), connect(other.url)]);

    await inOne.query("insert into domains (domain) values ('example.com')");

    const count = "select count(*)::int as n from domains";
    expect((await inOne.query(count)).rows).toEqual([{ n: 1 }]);
    expect((await inOther.query(count)).rows).toEqual([{ n: 0 }]);
    await Promise.all([inOne.end(), inOther.end()]);
  });

  it("is dropped even while somebody is connected, and only once", async () => {
    const database = await createTestDatabase();
    const client = await connect(database.url);
    const broken = new Promise((resolve) => client.on("error", resolve));

    await database.drop();
    await database.drop();

    await broken;
    await expect(connect(database.url)).rejects.toThrow(/does not exist/);
  });
});

describe("startPostgres()", () => {
  it("starts a server of the test's own, which keeps its data over a restart", async () => {
    const first = await startPostgres();
    const client = await connect(first.url);
    await client.query("create table kept as select 1 as one");
    await client.end();
    await first.stop();

    const again = await startPostgres({ dataDir: first.dataDir, port: first.port });

    expect(again.url).toBe(first.url);
    const reader = await connect(again.url);
    expect((await reader.query("select one from kept")).rows).toEqual([{ one: 1 }]);
    await reader.end();
    await again.stop();
  });
});
