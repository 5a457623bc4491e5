import { hasUsableApiKey, type Db } from "@sitemap-scanner/database";
import type { Logger } from "@sitemap-scanner/runtime";

/** An API that nobody could use would look as if it were up. */
export class NoKeyError extends Error {
  override readonly name = "NoKeyError";

  constructor() {
    super(
      "Cannot start in production: there is no key that can be used. " +
        "Make one with `node apps/api/src/create-key.ts --owner <name> --scopes admin`",
    );
  }
}

/**
 * While the database is away nobody gets in, so that there is nothing to refuse: each request is asked for
 * its key again.
 * @throws NoKeyError
 */
export async function requireSomeKey(db: Db, logger: Logger): Promise<void> {
  let hasKey = true;
  try {
    hasKey = await hasUsableApiKey(db);
  } catch (error) {
    logger.warn("keys not looked for: the database is away", { error });
  }
  if (!hasKey) throw new NoKeyError();
}
