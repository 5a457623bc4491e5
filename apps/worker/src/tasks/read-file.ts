import { OUTCOMES, type Outcome } from "@sitemap-scanner/contracts";
import { readSitemapFile, type FileReading } from "@sitemap-scanner/crawler";
import type { Db, KnownFileRow } from "@sitemap-scanner/database";
import type { Fetcher } from "@sitemap-scanner/fetcher";
import {
  claimFileUrl,
  endFile,
  failFile,
  findFileToKeep,
  keepFile,
  readScanOrder,
  type ClaimedTask,
  type FileClaim,
  type RetryPolicy,
} from "@sitemap-scanner/pipeline";
import { crashPoint } from "@sitemap-scanner/runtime";
import type { TaskRunner } from "../task-runner.ts";
import {
  createEntryWriter,
  NOTHING_WRITTEN,
  type EntryWriter,
  type WrittenEntries,
} from "./entry-writer.ts";
import { failureOf } from "./failure-of.ts";
import { fileColumns, keptFileColumns } from "./file-columns.ts";

type ClaimedFile = FileClaim & Pick<ClaimedTask, "job">;

/** Fetches one file and reads it as a stream into pages, or into the files that it lists. */
export function createReadFile(deps: {
  db: Db;
  fetcher: Fetcher;
  retry: RetryPolicy;
  onPagesWritten?: (pages: number) => void;
}): TaskRunner {
  const { db, fetcher, retry, onPagesWritten } = deps;

  async function run(task: ClaimedTask, signal: AbortSignal): Promise<void> {
    const claim = fileClaim(task);
    const startedAt = performance.now();
    const known = await findFileToKeep(db, claim);
    const reading = readSitemapFile(fetcher, claim.file.url, {
      signal,
      ...(known && { known: conditionsOf(known) }),
      claimUrl: (url) => claimFileUrl(db, claim, url),
    });
    const writer = createEntryWriter(db, claim, readScanOrder(claim.job), onPagesWritten);
    const written = await writeEntries(writer, reading);
    // The database is asked for the lease at every write; a signal ends the wait for bytes.
    if (signal.aborted) throw signal.reason;

    crashPoint("worker.fileRead");

    const { result } = reading;
    if (result.outcome === "not_modified" && known) {
      const kept = { ...NOTHING_WRITTEN, ...(await keepFile(db, claim, known)) };
      await endFile(db, claim, keptFileColumns({ result, known, startedAt, written: kept }));
      return;
    }
    const outcome: Outcome = written.limitReached ? "limit_reached" : result.outcome;
    const columns = fileColumns({ result, outcome, startedAt, written });
    if (outcome === "limit_reached" || OUTCOMES[outcome].fate === "read") {
      await endFile(db, claim, columns);
      return;
    }
    const message = result.detail ?? OUTCOMES[outcome].advice;
    await failFile(
      db,
      claim,
      columns,
      { outcome, message, retryAfterMs: result.retryAfterMs },
      retry,
    );
  }

  return {
    run,
    fail(task, error) {
      const failure = failureOf(error);
      const columns = { outcome: failure.outcome, outcome_detail: failure.message };
      return failFile(db, fileClaim(task), columns, failure, retry);
    },
  };
}

async function writeEntries(
  writer: EntryWriter,
  reading: FileReading,
): Promise<Readonly<WrittenEntries>> {
  for await (const entries of reading) {
    await writer.add(entries);
    crashPoint("worker.batchWritten");
    if (writer.written.limitReached) break;
  }
  await writer.flush();
  return writer.written;
}

function conditionsOf(known: KnownFileRow) {
  return {
    etag: known.etag,
    lastModified: known.last_modified,
    bodySha256: known.body_sha256,
    compressedBytes: known.compressed_bytes === null ? null : Number(known.compressed_bytes),
  };
}

function fileClaim(task: ClaimedTask): ClaimedFile {
  if (!task.file) throw new TypeError(`Cannot read a file for task "${task.taskId}": it has none`);
  return { ...task, file: task.file };
}
