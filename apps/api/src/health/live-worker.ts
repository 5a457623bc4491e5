/** Workers say that they are there every few seconds; one that was silent for longer counts as gone. */
export function isAlive(worker: { seconds_since_seen: number }, silenceMs: number): boolean {
  return worker.seconds_since_seen * 1_000 <= silenceMs;
}
