import {
  MAX_IMPORT_ROWS,
  ScanInterval,
  type ImportedRow,
  type ImportSummary,
} from "@sitemap-scanner/contracts";
import { queueDomains, type Db, type DomainToQueue } from "@sitemap-scanner/database";
import { FetchError, type TargetPolicy } from "@sitemap-scanner/fetcher";
import { InvalidDomainError } from "@sitemap-scanner/sitemap";
import { readScanTarget } from "../scans/scan-target.ts";
import { fault, type ReadRow, type RowFault, type SentRow } from "./bulk-rows.ts";
import { secondsOf } from "../interval.ts";

/** Rows written by one statement: more take no less time each. */
const BATCH = 1_000;
/** Of what is no domain so much is sent back. */
const SHOWN = 100;

/** What becomes of rows, batch by batch, each once it is committed; the summary last. */
export async function* importRows(
  { db, targets }: { db: Db; targets: TargetPolicy },
  rows: AsyncIterable<SentRow>,
): AsyncGenerator<(ImportedRow | ImportSummary)[]> {
  const judge = createJudge(targets);
  const tally = createTally();
  for await (const batch of inBatches(atMost(rows, MAX_IMPORT_ROWS))) {
    const judged = batch.map(judge);
    const good = judged.flatMap(({ toQueue }) => toQueue ?? []);
    const verdicts = good.length > 0 ? await queueDomains(db, good) : undefined;
    yield judged.map(({ row, toQueue }) => {
      const verdict = toQueue && verdicts?.get(toQueue.domain);
      return tally.add(verdict ? { ...row, verdict } : row);
    });
  }
  yield [tally.summary()];
}

interface JudgedRow {
  /** Its verdict is that of the database when it is to be queued. */
  row: ImportedRow;
  toQueue?: DomainToQueue;
}

function createJudge(targets: TargetPolicy): (sent: SentRow) => JudgedRow {
  const rowOf = new Map<string, number>();
  return (sent) => {
    const { row } = sent;
    if ("code" in sent) return refuse(row, null, sent);
    const read = readTarget(sent, targets);
    if ("code" in read) return refuse(row, sent.domain.slice(0, SHOWN), read);
    const { domain } = read;
    const before = rowOf.get(domain);
    if (before !== undefined) {
      const message = `Row ${before} has it already`;
      return { row: { row, domain, verdict: "duplicate", message } };
    }
    rowOf.set(domain, row);
    return { row: { row, domain, verdict: "queued" }, toQueue: read };
  };
}

function refuse(row: number, domain: string | null, { code, message }: RowFault): JudgedRow {
  return { row: { row, domain, verdict: "invalid", code, message } };
}

function readTarget(
  { row, domain, every }: ReadRow,
  targets: TargetPolicy,
): DomainToQueue | RowFault {
  if (every !== null && !ScanInterval.safeParse(every).success) {
    return fault(row, "invalid_interval", "has an interval that is not like 30m, 6h or 1d");
  }
  try {
    const target = readScanTarget(domain, targets);
    return { domain: target.domain, everySeconds: every === null ? null : secondsOf(every) };
  } catch (error) {
    if (error instanceof InvalidDomainError)
      return { row, code: error.code, message: error.message };
    if (error instanceof FetchError) {
      return { row, code: "target_not_public", message: error.message };
    }
    throw error;
  }
}

/** The first rows; when there are more, one that says so. */
async function* atMost(rows: AsyncIterable<SentRow>, max: number): AsyncGenerator<SentRow> {
  let count = 0;
  for await (const sent of rows) {
    count += 1;
    if (count > max) {
      yield fault(sent.row, "too_many_rows", `comes after ${max} others: send the rest by itself`);
      return;
    }
    yield sent;
  }
}

async function* inBatches<T>(items: AsyncIterable<T>): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function createTally() {
  let rows = 0;
  let complete = true;
  const counts = { queued: 0, already_queued: 0, in_progress: 0, invalid: 0, duplicate: 0 };
  return {
    add(row: ImportedRow): ImportedRow {
      rows += 1;
      counts[row.verdict] += 1;
      if (row.code === "too_many_rows") complete = false;
      return row;
    },
    summary: (): ImportSummary => ({ summary: { rows, ...counts, complete } }),
  };
}
