import type { JobStatus, ScanStatus, SitemapFile } from "@sitemap-scanner/contracts";
import type { Output } from "./output/output.ts";
import { sanitize } from "./output/sanitize.ts";
import { renderTable } from "./output/table.ts";

const STYLES = {
  pending: "yellow",
  running: "cyan",
  complete: "green",
  failed: "red",
  cancelled: "yellow",
} as const satisfies Record<JobStatus, string>;

/** Prints how a scan stands: its counts, then its files. */
export function printJob(
  out: Output,
  job: ScanStatus,
  { files, more }: { files: SitemapFile[]; more: boolean },
): void {
  const { result } = job;
  out.line(`domain    ${sanitize(job.domain)}`);
  out.line(`job       ${job.job_id}`);
  out.line(`status    ${styleStatus(out, job.status)} (${Math.floor(job.progress * 100)}%)`);
  if (job.error) out.line(`error     ${sanitize(`${job.error.code}: ${job.error.message}`)}`);
  out.line(`created   ${job.created_at}`);
  if (job.finished_at) out.line(`finished  ${job.finished_at}`);
  out.line(`sitemaps  ${result.sitemaps_found} found, ${result.sitemaps_failed} failed`);
  out.line(
    `pages     ${result.pages_found} (${result.pages_new} new, ${result.pages_changed} changed), ${result.pages_removed} removed`,
  );
  if (result.limits_hit.length > 0) out.line(`limits    ${result.limits_hit.join(", ")} reached`);
  if (files.length === 0) return;
  out.line("");
  out.line(renderFiles(files));
  if (more) out.line(`… and more: the first ${files.length} are shown`);
}

function styleStatus(out: Output, status: JobStatus): string {
  return out.style(STYLES[status], status);
}

export function renderFiles(files: readonly SitemapFile[]): string {
  return renderTable(
    [
      { title: "KIND" },
      { title: "OUTCOME" },
      { title: "ENTRIES", align: "right" },
      { title: "PAGES", align: "right" },
      { title: "URL" },
    ],
    files.map((file) => [
      file.kind,
      file.outcome ?? file.status,
      file.entries,
      file.pages_found,
      file.url,
    ]),
  );
}
