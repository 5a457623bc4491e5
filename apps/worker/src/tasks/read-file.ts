import { OUTCOMES, type Outcome } from "@sitemap-scanner/contracts";
import { readSitemapFile, type FileReading } from "@sitemap-scanner/crawler";
import type { Db } from "@sitemap-scanner/database";
import type { Fetcher } from "@sitemap-scanner/fetcher";
import {
  endFile,
  failFile,
  type ClaimedTask,
  type FileClaim,
  type RetryPolicy,
} from "@sitemap-scanner/pipeline";
import type { TaskRunner } from "../process-doorbell.ts";
import { createEntryWriter } from "./entry-writer.ts";
import { fileColumns, internalFailureColumns } from "./file-columns.ts";
import { internalFailure } from "./internal-failure.ts";

/** Fetches one file and reads it as a stream into pages, or into the files that it lists. */
export function createReadFile(deps: { db: Db; fetcher: Fetcher; retry: RetryPolicy }): TaskRunner {
  const { db, fetcher, retry } = deps;

  async function run(task: ClaimedTask, signal: AbortSignal): Promise<void> {
    const claim = fileClaim(task);
    const startedAt = new Date();
    const reading = readSitemapFile(fetcher, claim.file.url, { signal });
    const written = await writeEntries(db, claim, reading);
    // The database is asked for the lease at every write; a signal ends the wait for bytes.
    if (signal.aborted) throw signal.reason;

    const outcome: Outcome = written.limitReached ? "limit_reached" : reading.result.outcome;
    const columns = fileColumns({ result: reading.result, outcome, startedAt, ...written });
    if (outcome === "limit_reached" || OUTCOMES[outcome].fate === "read") {
      await endFile(db, claim, columns);
      return;
    }
    const message = reading.result.detail ?? OUTCOMES[outcome].advice;
    const { retryAfterMs } = reading.result;
    await failFile(db, claim, columns, { outcome, message, retryAfterMs }, retry);
  }

  return {
    run,
    fail: (task, error) =>
      failFile(db, fileClaim(task), internalFailureColumns(), internalFailure(error), retry),
  };
}

/** @returns whether `max_pages` ended the reading, and how many listed files were left out */
async function writeEntries(
  db: Db,
  claim: FileClaim,
  reading: FileReading,
): Promise<{ limitReached: boolean; skippedFiles: number }> {
  const writer = createEntryWriter(db, claim);
  for await (const entries of reading) {
    await writer.add(entries);
    if (writer.limitReached) break;
  }
  await writer.flush();
  return { limitReached: writer.limitReached, skippedFiles: writer.skippedFiles };
}

function fileClaim(task: ClaimedTask): FileClaim {
  if (!task.file) throw new TypeError(`Cannot read a file for task "${task.taskId}": it has none`);
  return { ...task, file: task.file };
}
