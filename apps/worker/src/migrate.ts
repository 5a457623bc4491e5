import { migrateToLatest } from "@sitemap-scanner/database";
import { createLogger, readEnvironment } from "@sitemap-scanner/runtime";

const config = readEnvironment();
const logger = createLogger({ level: config.log.level, service: "migrate" });

try {
  const migrations = await migrateToLatest(config.database.url);
  logger.info("database migrated", { migrations });
} catch (error) {
  logger.error("database not migrated", { error });
  process.exitCode = 1;
}
