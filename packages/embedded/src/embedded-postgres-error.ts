/** The embedded Postgres could not be found, created, started or stopped. The message says why. */
export class EmbeddedPostgresError extends Error {
  override readonly name = "EmbeddedPostgresError";
}
