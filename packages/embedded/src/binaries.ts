import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";

/** Absolute paths of the programs that this package runs. */
export interface Binaries {
  postgres: string;
  initdb: string;
}

/**
 * Finds the programs in the package that npm installed for this platform.
 *
 * @throws EmbeddedPostgresError naming the missing package and the way to get it
 */
export function findBinaries(): Binaries {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const packageName = `@embedded-postgres/${platform}-${process.arch}`;
  // The platform packages are optional dependencies of embedded-postgres: resolve from there.
  const require = createRequire(import.meta.url);
  const parent = require.resolve("embedded-postgres");
  const suffix = process.platform === "win32" ? ".exe" : "";
  try {
    const entry = createRequire(parent).resolve(packageName);
    const directory = join(dirname(entry), "..", "native", "bin");
    return {
      postgres: join(directory, `postgres${suffix}`),
      initdb: join(directory, `initdb${suffix}`),
    };
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `Cannot find the Postgres programs: package "${packageName}" is not installed. ` +
        `Run npm ci without --omit=optional, or set DATABASE_URL to a Postgres of your own`,
      { cause },
    );
  }
}
