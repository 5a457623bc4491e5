export { breakForgotten } from "./break-forgotten.ts";
export {
  openDatabase,
  STATEMENT_TIMEOUT_MS,
  type DatabaseOptions,
  type Db,
  type Tx,
} from "./database.ts";
export { isDatabaseAway } from "./database-away.ts";
export { guardSchema, SchemaTooOldError, type SchemaGuard } from "./guard-schema.ts";
export { migrateToLatest, migrateToNothing, MigrationError } from "./migrate.ts";
export * from "./queries/api-keys.ts";
export * from "./queries/audit-events.ts";
export * from "./queries/audit-findings.ts";
export * from "./queries/brokers.ts";
export * from "./queries/bulk-domains.ts";
export * from "./queries/canary.ts";
export * from "./queries/domains.ts";
export * from "./queries/idempotency-keys.ts";
export * from "./queries/intake.ts";
export * from "./queries/jobs.ts";
export * from "./queries/kept-pages.ts";
export * from "./queries/late-work.ts";
export * from "./queries/loops.ts";
export * from "./queries/old-rows.ts";
export * from "./queries/outbox.ts";
export * from "./queries/pages.ts";
export * from "./queries/schedules.ts";
export * from "./queries/sessions.ts";
export * from "./queries/settled-pages.ts";
export * from "./queries/sitemap-files.ts";
export * from "./queries/tasks.ts";
export * from "./queries/webhook-deliveries.ts";
export * from "./queries/webhook-endpoints.ts";
export * from "./queries/webhook-messages.ts";
export * from "./queries/workers.ts";
export * from "./read-models/index.ts";
export type { DB, Json } from "./schema/generated.ts";
export { boundStatements, inTransaction } from "./transaction.ts";
