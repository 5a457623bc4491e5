import { openDatabase } from "@sitemap-scanner/database";
import { createKeyByHand, findKey } from "@sitemap-scanner/pipeline";
import { join } from "node:path";
import { z } from "zod";
import { readJsonFile, writeJsonFile } from "./json-file.ts";

const OwnKey = z.object({ api_key: z.string() });

/**
 * The key that the command line asks its own stack with, where that asks for one. It is kept in
 * `DATA_DIR/own-key.json`, for its owner's eyes, and made anew when the kept one is worth nothing any more.
 */
export async function takeOwnKey(dataDir: string, databaseUrl: string): Promise<string> {
  const path = join(dataDir, "own-key.json");
  const db = openDatabase({
    url: databaseUrl,
    applicationName: "sitemap-scanner dev",
    poolSize: 1,
  });
  try {
    const kept = readJsonFile(path, OwnKey)?.api_key;
    if (kept !== undefined && (await findKey(db, kept))) return kept;
    const request = { owner: "npm start", scopes: ["admin"] as const, expiresInSeconds: null };
    const { secret } = await createKeyByHand(db, "the embedded stack", request);
    writeJsonFile(path, { api_key: secret });
    return secret;
  } finally {
    await db.destroy();
  }
}
