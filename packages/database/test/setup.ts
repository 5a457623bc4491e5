import { afterAll, beforeAll } from "@jest/globals";
import { createTestDatabase } from "@sitemap-scanner/testkit";
import { openDatabase, type Db } from "../src/index.ts";

/** A database of its own for each test file; `db` is there from the first test on. */
export function setupDatabase(): { readonly db: Db; readonly url: string } {
  let db: Db | undefined;
  let url = "";
  let drop: (() => Promise<void>) | undefined;
  beforeAll(async () => {
    ({ url, drop } = await createTestDatabase());
    db = openDatabase({ url, applicationName: "test" });
  });
  afterAll(async () => {
    await db?.destroy();
    await drop?.();
  });
  return {
    get db() {
      if (!db) throw new Error("Cannot use the database before the first test");
      return db;
    },
    get url() {
      return url;
    },
  };
}
