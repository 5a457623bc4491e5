import type { JobPosition } from "@sitemap-scanner/database";
import { decodeCursor, encodeCursor, type CursorKind } from "../http/cursor.ts";

const MICROSECONDS = /^\d{1,16}$/;
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
const URL_HASH = /^[\da-f]{32}$/;

const JOBS: CursorKind = { name: "jobs", parts: [MICROSECONDS, UUID] };
const PAGES: CursorKind = { name: "pages", parts: [URL_HASH] };

export function encodeJobsCursor(job: { created_at_us: string; job_id: string }): string {
  return encodeCursor(JOBS, [job.created_at_us, job.job_id]);
}

/** @throws InvalidCursorError */
export function decodeJobsCursor(cursor: string | undefined): JobPosition | undefined {
  if (cursor === undefined) return undefined;
  const [createdAtUs = "", jobId = ""] = decodeCursor(JOBS, cursor);
  return { createdAtUs, jobId };
}

/** @param page with the hash of its URL in hex */
export function encodePagesCursor(page: { url_hash: string }): string {
  return encodeCursor(PAGES, [page.url_hash]);
}

/**
 * @returns the hash in hex
 * @throws InvalidCursorError
 */
export function decodePagesCursor(cursor: string | undefined): string | undefined {
  return cursor === undefined ? undefined : decodeCursor(PAGES, cursor)[0];
}
