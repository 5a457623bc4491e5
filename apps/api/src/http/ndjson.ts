import { once } from "node:events";
import { finished } from "node:stream/promises";
import type { Response } from "express";

/**
 * Streams batches as lines of JSON, one batch in memory at a time: the next is asked for when the
 * client has taken the one before. Ends early when the client goes away.
 *
 * A failure before the first line is thrown, and can still become a problem. After that the
 * connection is broken off, so that nobody takes a part for the whole, and then it is thrown.
 */
export async function sendNdjson(res: Response, batches: AsyncIterable<object[]>): Promise<void> {
  const gone = new AbortController();
  res.once("close", () => gone.abort());
  try {
    if (res.req.method === "HEAD") return void res.type("application/x-ndjson").end();
    for await (const batch of batches) {
      if (gone.signal.aborted) return;
      if (!res.headersSent) res.type("application/x-ndjson");
      const lines = batch.map((row) => `${JSON.stringify(row)}\n`).join("");
      if (!res.write(lines)) await once(res, "drain", { signal: gone.signal });
    }
    if (!res.headersSent) res.type("application/x-ndjson");
    res.end();
    await finished(res);
  } catch (error) {
    if (gone.signal.aborted) return;
    if (res.headersSent) res.destroy();
    throw error;
  }
}
