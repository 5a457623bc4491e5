/** `npm run schema`: writes schema.sql and the kysely types anew from the migrations. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "@sitemap-scanner/embedded";
import { Client } from "pg";
import { migrateToLatest } from "../src/migrate.ts";
import { dumpSchema } from "./dump-schema.ts";
import { generateTypes } from "./generate-types.ts";

const directory = await mkdtemp(join(tmpdir(), "sitemap-scanner-schema-"));
const postgres = await startEmbeddedPostgres({ dataDir: join(directory, "pg"), durable: false });
try {
  await migrateToLatest(postgres.url);
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  const root = join(import.meta.dirname, "..");
  await writeFile(join(root, "schema.sql"), await dumpSchema(client));
  await writeFile(join(root, "src/schema/generated.ts"), await generateTypes(client));
  await client.end();
} finally {
  await postgres.stop();
  await rm(directory, { recursive: true });
}
