import { constants } from "node:fs";
import { open, rename, stat, type FileHandle } from "node:fs/promises";

/** A log that grew past this is moved to `<log>.old` at the next start. */
const MAX_BYTES = 10 * 1024 * 1024;
const TAIL_BYTES = 16 * 1024;
const TAIL_LINES = 15;

export interface LogFile {
  /** To be given to the child as stdout and stderr. */
  handle: FileHandle;
  /** The last lines written since the file was opened here. */
  tail(): Promise<string>;
}

/** Opens a log for appending. The caller closes the handle; `tail` works without it. */
export async function openLogFile(path: string): Promise<LogFile> {
  const before = await stat(path).catch(() => undefined); // not there yet
  const tooLong = before !== undefined && before.size > MAX_BYTES;
  if (tooLong) await rename(path, `${path}.old`);
  const start = before && !tooLong ? before.size : 0;
  const flags = constants.O_CREAT | constants.O_APPEND | constants.O_WRONLY;
  return { handle: await open(path, flags, 0o600), tail: () => readTail(path, start) };
}

async function readTail(path: string, start: number): Promise<string> {
  await using file = await open(path, "r");
  const { size } = await file.stat();
  const from = Math.max(start, size - TAIL_BYTES);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(TAIL_BYTES), 0, TAIL_BYTES, from);
  const lines = buffer.toString("utf8", 0, bytesRead).trim().split("\n");
  return lines.slice(-TAIL_LINES).join("\n");
}
