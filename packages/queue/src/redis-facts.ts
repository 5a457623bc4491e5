import { randomUUID } from "node:crypto";
import type { Queue } from "bullmq";

/** What may be wrong with a broker that answers. */
export const BROKER_FAULTS = ["refuses_writes", "evicts_keys"] as const;

export interface BrokerFault {
  code: (typeof BROKER_FAULTS)[number];
  /** The same for people. */
  words: string;
}

/** What is asked of Redis itself, past BullMQ. */
export interface RedisFacts {
  /** The epoch that Redis holds; a new one when it holds none, as after it has lost everything. */
  readEpoch(): Promise<string>;
  /** @throws the error of Redis when it takes nothing */
  tryWrite(): Promise<void>;
  listFaults(): Promise<BrokerFault[]>;
}

/** @param prefix begins every key of ours */
export function openRedisFacts(queue: Queue, prefix: string): RedisFacts {
  const key = `${prefix}:epoch`;
  const openClient = () => queue.getBackend().client;

  /** Redis that takes nothing refuses it even where the key is there, and nothing would change. */
  async function tryWrite(): Promise<void> {
    const client = await openClient();
    await client.runCommand("setnx", [key, randomUUID()]);
  }

  async function findRefusal(): Promise<BrokerFault[]> {
    try {
      await tryWrite();
      return [];
    } catch (error) {
      if (!refusesEverybody(error)) throw error;
      const words = `Redis takes nothing (${error.message}): scans are accepted, and wait in the outbox`;
      return [{ code: "refuses_writes", words }];
    }
  }

  async function findEviction(): Promise<BrokerFault[]> {
    const client = await openClient();
    const policy = /^maxmemory_policy:(\S+)/m.exec(await client.info())?.[1];
    if (policy === undefined || policy === "noeviction") return [];
    const words = `Redis evicts keys (maxmemory-policy ${policy}), so doorbells may be lost: set noeviction`;
    return [{ code: "evicts_keys", words }];
  }

  return {
    async readEpoch() {
      const client = await openClient();
      const known = await client.get(key);
      if (known !== null) return known;
      await tryWrite();
      const epoch = await client.get(key);
      if (epoch === null) throw new Error("Cannot read the epoch of Redis: it was gone at once");
      return epoch;
    },
    tryWrite,
    listFaults: async () => [...(await findRefusal()), ...(await findEviction())],
  };
}

/** Redis is there, and takes nothing from anybody: out of memory, read-only, loading, unable to save. */
export function refusesEverybody(error: unknown): error is Error {
  return (
    error instanceof Error &&
    /\b(?:OOM command not allowed|READONLY|LOADING|MISCONF|NOREPLICAS)\b/.test(error.message)
  );
}
