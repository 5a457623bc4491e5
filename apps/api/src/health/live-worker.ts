/** Workers say that they are there every few seconds; after this silence one counts as gone. */
const ALIVE_SECONDS = 30;

export function isAlive(worker: { seconds_since_seen: number }): boolean {
  return worker.seconds_since_seen <= ALIVE_SECONDS;
}
