import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { Client } from "pg";
import { dumpSchema } from "../dev/dump-schema.ts";
import { generateTypes } from "../dev/generate-types.ts";
import { migrateToLatest, migrateToNothing } from "../src/index.ts";
import { MIGRATIONS } from "../src/migrations/index.ts";
import { setupDatabase } from "./setup.ts";

const root = join(import.meta.dirname, "..");
const database = setupDatabase();

async function readCatalogue<T>(read: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  try {
    return await read(client);
  } finally {
    await client.end();
  }
}

describe("the migrations", () => {
  it("give the schema that is committed as schema.sql", async () => {
    const committed = await readFile(join(root, "schema.sql"), "utf8");

    expect(await readCatalogue(dumpSchema)).toBe(committed);
  });

  it("give the tables that the committed kysely types describe", async () => {
    const committed = await readFile(join(root, "src/schema/generated.ts"), "utf8");

    expect(await readCatalogue(generateTypes)).toBe(committed);
  });

  it("go down to nothing and up again to the same schema", async () => {
    const before = await readCatalogue(dumpSchema);

    expect(await migrateToNothing(database.url)).toHaveLength(Object.keys(MIGRATIONS).length);
    expect(await readCatalogue(dumpSchema)).not.toContain("create table");
    expect(await migrateToLatest(database.url)).toEqual(Object.keys(MIGRATIONS));
    expect(await readCatalogue(dumpSchema)).toBe(before);
  });

  it("run once when several processes start them at the same time", async () => {
    await migrateToNothing(database.url);

    const ran = await Promise.all([1, 2, 3].map(() => migrateToLatest(database.url)));

    expect(ran.flat().toSorted()).toEqual(Object.keys(MIGRATIONS));
  });
});
