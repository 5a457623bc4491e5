import { guardSchema } from "@sitemap-scanner/database";
import {
  armCrashPoint,
  createLogger,
  keepHeapSmall,
  readEnvironment,
  runUntilStopped,
} from "@sitemap-scanner/runtime";
import { composeWorker } from "./compose.ts";
import { warnOfFewThreads } from "./few-threads.ts";
import { startHealthServer } from "./health-server.ts";

const config = readEnvironment();
keepHeapSmall();
armCrashPoint(config.crashPoint);
const logger = createLogger({ level: config.log.level, service: "worker" });
warnOfFewThreads(config.worker, logger);

await runUntilStopped({
  logger,
  graceMs: config.worker.shutdownGraceMs,
  async start({ own, fail }) {
    const schema = await guardSchema(config.database.url, fail);
    own("schema guard", () => schema.close());
    const worker = composeWorker(config, logger, fail);
    own("worker", () => worker.close());
    await worker.start();
    const { healthHost: host, healthPort: port } = config.worker;
    if (port !== null) {
      const server = await startHealthServer({ host, port }, worker);
      own("health server", () => server.close());
    }
    logger.info("worker started", { workerId: worker.id, concurrency: config.worker.concurrency });
  },
});
