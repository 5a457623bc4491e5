import {
  type EmbeddedPostgres,
  EmbeddedPostgresError,
  freePort,
  startEmbeddedPostgres,
} from "@sitemap-scanner/embedded";
import { join } from "node:path";
import { isPortFree, type KeptPorts } from "./ports.ts";

export interface PostgresSpec {
  dataDir: string;
  ports: KeptPorts;
  logFile: string;
  signal: AbortSignal;
}

/** Brings up the Postgres under `DATA_DIR/postgres`, on the port of the last time if it can be had. */
export async function startPostgres({
  dataDir,
  ports,
  logFile,
  signal,
}: PostgresSpec): Promise<EmbeddedPostgres> {
  const start = (port: number) =>
    startEmbeddedPostgres({ dataDir: join(dataDir, "postgres"), port, logFile, signal });
  const kept = ports.get("postgres") ?? (await freePort());
  const postgres = await start(kept).catch(async (error: unknown) => {
    // The port may have been taken by a server that was left behind, so it is judged afterwards.
    if (!(error instanceof EmbeddedPostgresError) || (await isPortFree(kept))) throw error;
    return start(await freePort());
  });
  ports.keep("postgres", postgres.port);
  return postgres;
}
