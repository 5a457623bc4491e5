import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { CommandError, EXIT, UsageError } from "../errors.ts";

/** A sitemap that needs no fetching. */
export interface Document {
  /** As it was given: a path, or "-". */
  name: string;
  /** The bytes of the file, or of standard input. */
  open(): AsyncIterable<Uint8Array>;
}

/** A path, by its beginning; or the name of a file, by its end, which no domain has. */
const PATH = /^(?:\.{0,2}\/|~)|^[^/:]+\.(?:xml|txt|gz|br|zst|rss|atom|html?)$/i;

/**
 * Finds the document that an argument names: "-", or the path of a file that is there.
 * @returns null when it names none, and so a site
 * @throws {UsageError} when it can only be a path, and there is no such file
 */
export async function findDocument(text: string): Promise<Document | null> {
  if (text === "-") return { name: text, open: () => process.stdin };
  if (await isFile(text)) return { name: text, open: () => readFile(text) };
  if (!PATH.test(text)) return null;
  throw new UsageError(`Cannot read "${text}": there is no such file`);
}

/** Whatever can be read to an end: a file, a pipe, a device. */
async function isFile(path: string): Promise<boolean> {
  try {
    return !(await stat(path)).isDirectory();
  } catch (error) {
    // Most texts that name a site are no path at all, each for its own reason.
    if (!hasCode(error)) throw error;
    return false;
  }
}

async function* readFile(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path);
  } catch (error) {
    if (!hasCode(error)) throw error;
    throw new CommandError(`Cannot read "${path}": ${error.code}`, EXIT.failed, { cause: error });
  }
}

/** Whether the system refused. */
function hasCode(error: unknown): error is { code: string } {
  return typeof error === "object" && error !== null && "code" in error;
}
