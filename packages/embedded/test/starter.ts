// A process that starts Postgres, says so in a line, and ends or stays as it is told.
import { startEmbeddedPostgres } from "../src/index.ts";

const [dataDir = "", what] = process.argv.slice(2);
const { url, pid } = await startEmbeddedPostgres({ dataDir, durable: false });
process.stdout.write(`ready ${pid} ${url}\n`);
if (what === "stay") setInterval(() => undefined, 60_000);
