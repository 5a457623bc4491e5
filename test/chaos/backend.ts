/** What BullMQ runs on. */
export type Backend = "redis" | "postgres";
