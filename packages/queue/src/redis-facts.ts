import { randomUUID } from "node:crypto";
import type { Queue } from "bullmq";

/** What is asked of Redis itself, past BullMQ. */
export interface RedisFacts {
  /** The epoch that Redis holds; a new one when it holds none, as after it has lost everything. */
  readEpoch(): Promise<string>;
  /** What is wrong with how Redis is set up, in words. */
  listFaults(): Promise<string[]>;
}

/** @param prefix begins every key of ours */
export function openRedisFacts(queue: Queue, prefix: string): RedisFacts {
  const key = `${prefix}:epoch`;
  return {
    async readEpoch() {
      const client = await queue.getBackend().client;
      await client.runCommand("setnx", [key, randomUUID()]);
      const epoch = await client.get(key);
      if (epoch === null) throw new Error("Cannot read the epoch of Redis: it was gone at once");
      return epoch;
    },
    async listFaults() {
      const client = await queue.getBackend().client;
      const policy = /^maxmemory_policy:(\S+)/m.exec(await client.info())?.[1];
      if (policy === undefined || policy === "noeviction") return [];
      return [
        `Redis evicts keys (maxmemory-policy ${policy}), so doorbells may be lost: set noeviction`,
      ];
    },
  };
}
