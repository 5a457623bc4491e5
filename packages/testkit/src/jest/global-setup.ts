import { createTemplateDatabase } from "../test-database.ts";
import { startPostgres } from "../postgres.ts";
import { chooseRedisUrl } from "../redis-for-tests.ts";
import { cleanUpRun, createRunDirectory } from "../run-directory.ts";
import { startReaper } from "./start-reaper.ts";

/** Starts what the tests need, once for all of them, and names it in the environment. */
// oxlint-disable-next-line import/no-default-export -- jest calls the default export
export default async function globalSetup(): Promise<void> {
  const directory = createRunDirectory();
  startReaper(directory);
  try {
    const [postgres, redisUrl] = await Promise.all([startPostgres(), chooseRedisUrl()]);
    process.env.TEST_POSTGRES_URL = postgres.url;
    process.env.TEST_REDIS_URL = redisUrl;
    process.env.TEST_TEMPLATE_DATABASE = await createTemplateDatabase(postgres);
  } catch (error) {
    await cleanUpRun(directory);
    throw error;
  }
}
