import { join } from "node:path";
import { migrateToLatest, openDatabase, type Db } from "@sitemap-scanner/database";
import {
  freePort,
  startPostgres,
  startProcess,
  startSite,
  type Site,
} from "@sitemap-scanner/testkit";

const ROOT = join(import.meta.dirname, "../../..");
const NAMES = join(import.meta.dirname, "resolve-samples.ts");

export interface SampleStack {
  origin: string;
  db: Db;
  /** Answers for every site, by the whole URL of a file. */
  proxy: Site;
}

/** A whole private stack whose web is the sample sites and nothing else. */
export async function startSampleStack(): Promise<SampleStack> {
  const [postgres, proxy, port] = await Promise.all([startPostgres(), startSite(), freePort()]);
  await migrateToLatest(postgres.url);
  const origin = `http://127.0.0.1:${port}`;
  for (const path of ["/robots.txt", "/canary/sitemap.xml"]) {
    proxy.set(`${origin}${path}`, () => passOn(`${origin}${path}`));
  }
  const env = {
    DATABASE_URL: postgres.url,
    PORT: String(port),
    FETCH_PROXY: proxy.origin,
    FETCH_ALLOW_PRIVATE: "127.0.0.0/8",
    RELAY_POLL_MS: "50",
    // What falls silent in the middle of a file stays as it is.
    FETCH_IDLE_MS: "600000",
    FETCH_MIN_BYTES_PER_SECOND: "0",
  };
  await start("apps/api/src/main.ts", env, /api listening/);
  for (let workers = 0; workers < 2; workers += 1) {
    await start("apps/worker/src/main.ts", { ...env, WORKER_CONCURRENCY: "2" }, /worker started/);
  }
  return { origin, db: openDatabase({ url: postgres.url, applicationName: "screenshots" }), proxy };
}

function start(file: string, env: Record<string, string>, readyLine: RegExp) {
  return startProcess({
    args: ["--import", NAMES, join(ROOT, file)],
    env,
    cwd: ROOT,
    readyLine,
  });
}

/** The canary is of the API itself, and its scans come by the proxy as all others. */
async function passOn(url: string) {
  const answer = await fetch(url);
  const type = answer.headers.get("content-type") ?? "";
  return {
    status: answer.status,
    headers: { "content-type": type },
    body: await answer.text(),
  };
}
