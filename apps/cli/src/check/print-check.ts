import type { Output } from "../output/output.ts";
import { sanitize } from "../output/sanitize.ts";
import { renderTable } from "../output/table.ts";
import { meaningOf } from "./reasons.ts";
import { type CheckedFile, type CheckReport, isRead } from "./report.ts";

/** A long list hides what is above it. */
const MOST_REJECTED = 20;

/** Prints what was looked at, how each file went, what was wrong, and what to do about it. */
export function printCheck(out: Output, report: CheckReport): void {
  const { files, tried } = report;
  if (tried.length > 0) {
    const rows = tried.map((probe) => [probe.outcome, probe.url, probe.note]);
    out.line(renderTable([{ title: "SEARCH" }, { title: "URL" }, { title: "" }], rows));
    out.line("");
  }
  if (files.length === 0) {
    out.line(out.style("red", `No sitemap of ${sanitize(report.domain ?? "it")} was found.`));
    return;
  }
  out.line(renderFiles(files));
  out.line("");
  const telling = files.filter(needsWords);
  for (const file of telling) printWords(out, file);
  if (telling.length > 0) out.line("");
  printReasons(out, files);
  printRejected(out, files);
  printSums(out, report);
}

function renderFiles(files: readonly CheckedFile[]): string {
  return renderTable(
    [
      { title: "OUTCOME" },
      { title: "KIND" },
      { title: "ENTRIES", align: "right" },
      { title: "REJECTED", align: "right" },
      { title: "WARNINGS", align: "right" },
      { title: "BYTES", align: "right" },
      { title: "URL" },
    ],
    files.map((file) => [
      file.outcome,
      file.kind,
      file.entries,
      sumOf(file.rejected),
      sumOf(file.warnings),
      file.bytes,
      addressOf(file),
    ]),
  );
}

function addressOf({ url, final_url }: CheckedFile): string {
  return final_url === null || final_url === url ? url : `${url} → ${final_url}`;
}

function needsWords(file: CheckedFile): boolean {
  return !isRead(file) || file.detail !== null;
}

function printWords(out: Output, file: CheckedFile): void {
  const { outcome, url, detail, advice } = file;
  out.line(`${out.style(isRead(file) ? "yellow" : "red", outcome)} ${sanitize(url)}`);
  for (const words of [detail, advice]) if (words !== null) out.line(`  ${sanitize(words)}`);
  if (outcome === "target_not_public") out.line("  --allow-private opens a private network.");
}

/** Of all files together: the counts of each are in the table above. */
function printReasons(out: Output, files: readonly CheckedFile[]): void {
  const rows = [
    ...reasonRows("rejected", sumUp(files.map((file) => file.rejected))),
    ...reasonRows("warning", sumUp(files.map((file) => file.warnings))),
  ];
  if (rows.length === 0) return;
  const columns = [{ title: "" }, { title: "REASON" }, { title: "COUNT", align: "right" } as const];
  out.line(renderTable([...columns, { title: "WHAT IT MEANS" }], rows));
  out.line("");
}

function reasonRows(what: string, counts: ReadonlyMap<string, number>) {
  return [...counts]
    .sort(([, one], [, other]) => other - one)
    .map(([reason, count]) => [what, reason, count, meaningOf(reason)]);
}

/** Where to look in the files: the first addresses of each that were left out. */
function printRejected(out: Output, files: readonly CheckedFile[]): void {
  const rows = files.flatMap((file) =>
    Object.entries(file.rejected_texts).flatMap(([reason, texts]) =>
      texts.map((text) => [reason, text, addressOf(file)]),
    ),
  );
  if (rows.length === 0) return;
  const titles = ["LEFT OUT FOR", "AS WRITTEN", "IN"];
  out.line(
    renderTable(
      titles.map((title) => ({ title })),
      rows.slice(0, MOST_REJECTED),
    ),
  );
  if (rows.length > MOST_REJECTED) out.line(`and ${rows.length - MOST_REJECTED} more: see --json`);
  out.line("");
}

function sumUp(all: readonly Record<string, number>[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const [reason, count] of all.flatMap((counts) => Object.entries(counts)))
    sums.set(reason, (sums.get(reason) ?? 0) + count);
  return sums;
}

function sumOf(counts: Record<string, number>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

function printSums(out: Output, report: CheckReport): void {
  const { files, page_entries, sitemap_entries, skipped } = report;
  const read = files.filter(isRead).length;
  const failed = files.length - read;
  out.line(
    `${files.length} ${files.length === 1 ? "file" : "files"}: ${read} read, ${failed} failed; ` +
      `${page_entries} page entries, ${sitemap_entries} sitemap entries`,
  );
  if (skipped === 0) return;
  const why =
    report.domain === null
      ? "give the URL of the file to have them read"
      : "raise --max-files or --max-depth";
  out.line(`${skipped} listed sitemaps were not read: ${why}`);
}
