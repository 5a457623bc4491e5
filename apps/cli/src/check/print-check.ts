import type { Output } from "../output/output.ts";
import { sanitize } from "../output/sanitize.ts";
import { renderTable } from "../output/table.ts";
import { type CheckedFile, type CheckReport, isRead } from "./check-site.ts";

/** Prints what was looked at, how each file went, and what to do about those that failed. */
export function printCheck(out: Output, report: CheckReport): void {
  const { files, tried } = report;
  if (tried.length > 0) {
    const rows = tried.map((probe) => [probe.outcome, probe.url, probe.note]);
    out.line(renderTable([{ title: "SEARCH" }, { title: "URL" }, { title: "" }], rows));
    out.line("");
  }
  if (files.length === 0) {
    out.line(out.style("red", `No sitemap of ${sanitize(report.domain)} was found.`));
    return;
  }
  out.line(renderFiles(files));
  out.line("");
  const failed = files.filter((file) => !isRead(file));
  for (const file of failed) {
    out.line(`${out.style("red", file.outcome)} ${sanitize(file.url)}`);
    for (const words of [file.detail, file.advice]) if (words) out.line(`  ${sanitize(words)}`);
  }
  const read = files.length - failed.length;
  out.line(
    `${files.length} files: ${read} read, ${failed.length} failed; ${report.page_entries} page entries`,
  );
  if (report.skipped > 0) {
    out.line(`${report.skipped} more files were not read: raise --max-files or --max-depth`);
  }
}

function renderFiles(files: readonly CheckedFile[]): string {
  return renderTable(
    [
      { title: "KIND" },
      { title: "OUTCOME" },
      { title: "ENTRIES", align: "right" },
      { title: "REJECTED", align: "right" },
      { title: "BYTES", align: "right" },
      { title: "DEPTH", align: "right" },
      { title: "URL" },
    ],
    files.map((file) => [
      file.kind,
      file.outcome,
      file.entries,
      Object.values(file.rejected).reduce((sum, count) => sum + count, 0),
      file.bytes,
      file.depth,
      file.url,
    ]),
  );
}
