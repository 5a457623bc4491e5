import { OUTCOMES, type Outcome } from "@sitemap-scanner/contracts";
import { readSitemapFile, type FileReading } from "@sitemap-scanner/crawler";
import { listFileFindings, type Db, type KnownFileRow } from "@sitemap-scanner/database";
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
import { createEntryAudit } from "../audit/entry-audit.ts";
import { auditFile, auditKeptFile } from "../audit/file-audit.ts";
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
    const audit = createEntryAudit();
    const site = readScanOrder(claim.job);
    const writer = createEntryWriter(db, claim, { site, audit }, onPagesWritten);
    const written = await writeEntries(writer, reading);
    // The database is asked for the lease at every write; a signal ends the wait for bytes.
    if (signal.aborted) throw signal.reason;

    crashPoint("worker.fileRead");

    const { result } = reading;
    if (result.outcome === "not_modified" && known)
      return endUnchanged(db, claim, { result, known, startedAt });
    const outcome: Outcome = written.limitReached ? "limit_reached" : result.outcome;
    const findings = [...audit.findings(result), ...auditFile(claim.file.url, result)];
    const columns = { ...fileColumns({ result, outcome, startedAt, written }), findings };
    if (outcome === "limit_reached" || OUTCOMES[outcome].fate === "read") {
      await endFile(db, claim, columns);
      return;
    }
    const message = result.detail ?? OUTCOMES[outcome].advice;
    const failure = { outcome, message, retryAfterMs: result.retryAfterMs };
    await failFile(db, claim, columns, failure, retry);
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

/** What the last reading left stands for this one, also what was wrong with it. */
async function endUnchanged(
  db: Db,
  claim: ClaimedFile,
  file: { result: FileReading["result"]; known: KnownFileRow; startedAt: number },
): Promise<void> {
  const { result, known } = file;
  const written = { ...NOTHING_WRITTEN, ...(await keepFile(db, claim, known)) };
  const findings = auditKeptFile(claim.file.url, result, await listFileFindings(db, known.id));
  await endFile(db, claim, { ...keptFileColumns({ ...file, written }), findings });
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
