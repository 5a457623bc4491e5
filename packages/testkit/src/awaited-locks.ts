/** Has a row for each connection of the database asked that waits for a lock of another one. */
export const AWAITED_LOCKS =
  "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
