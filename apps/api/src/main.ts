import { guardSchema } from "@sitemap-scanner/database";
import {
  armCrashPoint,
  createLogger,
  keepHeapSmall,
  readEnvironment,
  runUntilStopped,
} from "@sitemap-scanner/runtime";
import { composeApi } from "./compose.ts";

const config = readEnvironment();
keepHeapSmall();
armCrashPoint(config.crashPoint);
const logger = createLogger({ level: config.log.level, service: "api" });

await runUntilStopped({
  logger,
  graceMs: 20_000,
  async start({ own, fail }) {
    const schema = await guardSchema(config.database.url, fail);
    own("schema guard", () => schema.close());
    const api = composeApi(config, { logger });
    own("api", () => api.close());
    const address = await api.start();
    logger.info("api listening", { ...address });
  },
});
