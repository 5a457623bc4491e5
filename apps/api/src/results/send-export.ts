import type { Response } from "express";
import { sendText } from "../http/send-text.ts";
import type { ExportFormat } from "./formats.ts";

/**
 * Streams batches of rows as text, one batch in memory and one on its way: the next but one is asked
 * for when the client has taken the one before.
 *
 * @param name of the file in which a browser saves it, without extension
 */
export async function sendExport<Row>(
  res: Response,
  format: ExportFormat<Row>,
  { name, batches }: { name: string; batches: AsyncIterable<readonly Row[]> },
): Promise<void> {
  const begin = () => {
    res.setHeader("Content-Type", format.mediaType);
    res.setHeader("Content-Disposition", `attachment; filename="${name}.${format.extension}"`);
  };
  if (res.req.method === "HEAD") {
    begin();
    res.end();
    return;
  }
  await sendText(res, { texts: toText(format, batches), begin });
}

/** A name that every file system takes, and that needs no escaping in a header. */
export function fileName(...parts: string[]): string {
  return parts.join("-").replaceAll(/[^\w.-]/g, "_");
}

async function* toText<Row>(
  { head = "", tail = "", toLine }: ExportFormat<Row>,
  batches: AsyncIterable<readonly Row[]>,
): AsyncGenerator<string> {
  let before = head;
  for await (const batch of readAhead(batches)) {
    const text = before + batch.map(toLine).join("");
    before = "";
    if (text !== "") yield text;
  }
  yield before + tail;
}

/** Asks for the next batch while one is made into text and written. */
async function* readAhead<Batch>(batches: AsyncIterable<Batch>): AsyncGenerator<Batch> {
  const iterator = batches[Symbol.asyncIterator]();
  let next = iterator.next();
  try {
    for (;;) {
      const { done, value } = await next;
      if (done === true) return;
      next = iterator.next();
      // It is met where it is awaited, which may be after it has failed, or not at all.
      next.catch(() => undefined);
      yield value;
    }
  } finally {
    await iterator.return?.();
  }
}
