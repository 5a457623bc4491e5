import type { Doorbell } from "@sitemap-scanner/contracts";
import { listUnstartedMessages, redispatchTask, type Db } from "@sitemap-scanner/database";

/** What the broker knows of a doorbell. */
export type AskBroker = (doorbell: Doorbell) => Promise<"waiting" | "active" | "gone">;

const PASS_LIMIT = 100;

/**
 * One pass over the tasks whose doorbell was published and not answered: where the broker has lost
 * it, the task gets a new generation, and so a new message. One that is waiting there is backlog.
 *
 * @param olderThanMs how long a doorbell may be unanswered before the broker is asked, in ms
 * @returns the ids of the tasks that were dispatched anew
 */
export async function redispatchLostTasks(
  db: Db,
  askBroker: AskBroker,
  olderThanMs: number,
): Promise<string[]> {
  const redispatched: string[] = [];
  for (const message of await listUnstartedMessages(db, { olderThanMs, limit: PASS_LIMIT })) {
    if ((await askBroker(message)) !== "gone") continue;
    if (await redispatchTask(db, message, "lost_by_broker")) redispatched.push(message.taskId);
  }
  return redispatched;
}
