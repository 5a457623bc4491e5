import { once } from "node:events";
import { finished } from "node:stream/promises";
import type { Response } from "express";
import { goneSignal } from "./gone-signal.ts";

export interface TextToSend {
  texts: AsyncIterable<string>;
  /** Sets the headers, right before the first byte. */
  begin: () => void;
  /** What may wait for a client that does not read, in bytes; then no more is asked for. Default: a write's worth. */
  maxUnreadBytes?: number;
}

/**
 * Streams a text as it comes. Ends early when the client goes away.
 *
 * A failure before the first byte is thrown, and can still become a problem. After that the
 * connection is broken off, so that nobody takes a part for the whole, and then it is thrown.
 */
export async function sendText(
  res: Response,
  { texts, begin, maxUnreadBytes = 0 }: TextToSend,
): Promise<void> {
  const gone = goneSignal(res);
  try {
    for await (const text of texts) {
      if (gone.aborted) return;
      if (!res.headersSent) begin();
      const isTaken = res.write(text);
      if (!isTaken && res.writableLength >= maxUnreadBytes)
        await once(res, "drain", { signal: gone });
    }
    res.end();
    await finished(res);
  } catch (error) {
    if (gone.aborted) return;
    if (res.headersSent) res.destroy();
    throw error;
  }
}
