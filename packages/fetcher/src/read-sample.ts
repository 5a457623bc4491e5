import type { Request } from "got";
import { leaveUnread } from "./leave-unread.ts";

/** Challenge pages show what they are well within this. */
const SAMPLE_BYTES = 16 * 1024;
const LONGEST_MS = 2_000;

/**
 * Reads the beginning of a body, as received, and gets rid of the rest in the background. Never
 * fails: what came until the body broke off, or until the time was over, is the sample.
 * @returns null when nothing came
 */
export async function readSample(
  stream: Request,
  largestBytes = SAMPLE_BYTES,
): Promise<Uint8Array | null> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const chunks: Uint8Array[] = [];
  let received = 0;
  const take = (chunk: Uint8Array): void => {
    chunks.push(chunk);
    received += chunk.length;
    if (received >= largestBytes) resolve();
  };
  const timer = setTimeout(resolve, LONGEST_MS);
  stream.once("end", resolve);
  stream.once("close", resolve);
  stream.on("data", take);
  if (stream.closed) resolve();
  await promise;
  clearTimeout(timer);
  stream.off("data", take);
  leaveUnread(stream);
  return received === 0 ? null : Buffer.concat(chunks).subarray(0, largestBytes);
}
