/** SQLSTATE classes of a server that is going, gone or coming, and of one that is full. */
const AWAY = /^(?:08|53|57P)/;
const MESSAGES =
  /^(?:timeout exceeded|Connection terminated|Query read timeout|connect ECONN|read ECONN|write E|the database system)/;

/** Whether a query of the harness failed because of what it does to the database. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? String(error.code) : "";
  return AWAY.test(code) || /^E[A-Z]+$/.test(code) || MESSAGES.test(error.message);
}
