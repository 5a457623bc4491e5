import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { Readable } from "node:stream";
import { isNativeError } from "node:util/types";
import { UsageError } from "./errors.ts";

/** Rows to import, and what is known of them beforehand. */
export interface ImportSource {
  /** Media type. */
  type: string;
  gzipped: boolean;
  /** Null when it comes from a pipe. */
  totalBytes: number | null;
  bytes: AsyncIterable<Uint8Array>;
}

export type ImportFormat = "csv" | "ndjson" | "json";

const MEDIA_TYPES = {
  csv: "text/csv",
  ndjson: "application/x-ndjson",
  json: "application/json",
} as const satisfies Record<ImportFormat, string>;

const FORMAT_OF_EXTENSION: Readonly<Record<string, ImportFormat>> = {
  csv: "csv",
  txt: "csv",
  ndjson: "ndjson",
  jsonl: "ndjson",
  json: "json",
};

/**
 * Opens what is to be imported. Its format is the one that is named, else that of the file's name, else
 * what its beginning looks like; whether it is gzipped tells its beginning.
 *
 * @param file a path, or `-` for standard input
 * @throws {UsageError} when there is no such file
 */
export async function openImportSource(
  file: string,
  stdin: Readable,
  format: ImportFormat | undefined,
): Promise<ImportSource> {
  const totalBytes = file === "-" ? null : await sizeOf(file);
  const { first, bytes } = await peek(file === "-" ? stdin : createReadStream(file));
  const gzipped = first[0] === 0x1f && first[1] === 0x8b;
  const known = format ?? formatOfName(file) ?? (gzipped ? "csv" : formatOfText(first));
  return { type: MEDIA_TYPES[known], gzipped, totalBytes, bytes };
}

async function sizeOf(file: string): Promise<number> {
  try {
    const found = await stat(file);
    if (found.isDirectory()) throw new UsageError(`Cannot import "${file}": it is a directory`);
    return found.size;
  } catch (error) {
    if (isNativeError(error) && "code" in error) {
      throw new UsageError(`Cannot import "${file}": ${String(error.code)}`);
    }
    throw error;
  }
}

function formatOfName(file: string): ImportFormat | undefined {
  const [, extension = ""] = /\.(\w+)(?:\.gz)?$/.exec(file.toLowerCase()) ?? [];
  return FORMAT_OF_EXTENSION[extension];
}

function formatOfText(first: Uint8Array): ImportFormat {
  const begin = new TextDecoder().decode(first.subarray(0, 1_000)).trimStart();
  if (begin.startsWith("{")) return "ndjson";
  return begin.startsWith("[") ? "json" : "csv";
}

/** The beginning of a stream, and all of it. */
async function peek(
  stream: AsyncIterable<Uint8Array>,
): Promise<{ first: Uint8Array; bytes: AsyncIterable<Uint8Array> }> {
  const iterator = stream[Symbol.asyncIterator]();
  const { value, done } = await iterator.next();
  const first = done ? new Uint8Array() : value;
  async function* all() {
    if (!done) yield first;
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  return { first, bytes: all() };
}
