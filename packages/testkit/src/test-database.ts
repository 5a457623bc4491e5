import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { migrateToLatest } from "@sitemap-scanner/database";
import { Client } from "pg";
import { atEndOfFile } from "./end-of-file.ts";
import { requireSetting } from "./require-setting.ts";

export interface TestDatabase {
  url: string;
  /** Ends every connection to it and removes it. */
  drop: () => Promise<void>;
}

const TEMPLATE = "sitemap_scanner_template";
/** SQLSTATE object_in_use: somebody is connected to the template. */
const IN_USE = "55006";
const CLONE_MS = 10_000;

/** A database of the newest schema, empty, for one test file. Dropped at the end of the file. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = new URL(requireSetting("TEST_POSTGRES_URL"));
  const template = requireSetting("TEST_TEMPLATE_DATABASE");
  const name = `test_${randomBytes(8).toString("hex")}`;
  await cloneDatabase(server.href, name, template);
  const drop = async () => {
    forget();
    await query(server.href, `drop database if exists ${name} with (force)`);
  };
  const forget = atEndOfFile(drop);
  return { url: new URL(`/${name}`, server).href, drop };
}

/** Makes the database that the test databases are copies of. Returns its name. */
export async function createTemplateDatabase(server: {
  url: string;
  databaseUrl(name: string): string;
}): Promise<string> {
  await query(server.url, `create database ${TEMPLATE}`);
  await migrateToLatest(server.databaseUrl(TEMPLATE));
  // It can't be copied while somebody is connected to it.
  await query(server.url, `alter database ${TEMPLATE} allow_connections false`);
  return TEMPLATE;
}

async function cloneDatabase(serverUrl: string, name: string, template: string): Promise<void> {
  const deadline = Date.now() + CLONE_MS;
  for (;;) {
    try {
      return await query(serverUrl, `create database ${name} template ${template}`);
    } catch (error) {
      const inUse = error instanceof Error && "code" in error && error.code === IN_USE;
      if (!inUse || Date.now() > deadline) throw error;
      await delay(100);
    }
  }
}

async function query(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
