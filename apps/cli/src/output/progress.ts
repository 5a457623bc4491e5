import { MultiBar } from "cli-progress";
import type { Job } from "@sitemap-scanner/contracts";
import type { Output } from "./output.ts";

/** Shows how far a scan is, on the stream for people. */
export interface Progress {
  show: (job: Job) => void;
  /** A line that stays, where there is a terminal. */
  log: (line: string) => void;
  /** Leaves the terminal as it was; nothing is shown afterwards. */
  stop: () => void;
}

/** What is shown when the stream is no terminal: one line for each change, or nothing. */
export type PlainProgress = "lines" | "nothing";

/** A bar on a terminal. */
export function createProgress(output: Output, plain: PlainProgress): Progress {
  if (output.isTerminal) {
    const bar = createBar(
      output,
      "{status} [{bar}] {percentage}% · {ended} of {files} files · {pages} pages",
    );
    return { ...bar, show: (job) => bar.update(toPercent(job), toPayload(job)) };
  }
  return plain === "lines" ? createLines(output) : { show() {}, log() {}, stop() {} };
}

/** How much of a file was sent; shown on a terminal alone. */
export interface UploadProgress {
  /** @param sent bytes */
  show: (sent: number, rows: number) => void;
  log: (line: string) => void;
  stop: () => void;
}

/** @param total bytes; null when nobody knows */
export function createUploadProgress(output: Output, total: number | null): UploadProgress {
  if (!output.isTerminal) return { show() {}, log: (line) => output.line(line), stop() {} };
  const format = total === null ? "{rows} rows" : "[{bar}] {percentage}% · {rows} rows";
  const bar = createBar(output, format);
  return {
    ...bar,
    show(sent, rows) {
      // What is read ahead counts as sent: the end is told by the last row.
      bar.update(total === null ? 0 : Math.floor((100 * sent) / Math.max(total, 1)), { rows });
    },
  };
}

function createBar(output: Output, format: string) {
  const { stream } = output;
  // Commands say by themselves what an interrupt means.
  const bars = new MultiBar({ format, stream, hideCursor: true, gracefulExit: false, barsize: 30 });
  let bar: ReturnType<MultiBar["create"]> | undefined;
  let isStopped = false;
  return {
    update(percent: number, payload: Record<string, unknown>) {
      if (isStopped) return;
      bar ??= bars.create(100, 0, payload);
      bar.update(percent, payload);
    },
    log(line: string) {
      if (!bar || isStopped) return output.line(line);
      bars.log(`${line}\n`);
      bars.update();
    },
    stop() {
      if (bar && !isStopped) bars.stop();
      isStopped = true;
    },
  };
}

function createLines(output: Output): Progress {
  let last = "";
  return {
    show(job) {
      const { status, files, pages } = toPayload(job);
      const line = `${status}: ${toPercent(job)}%, ${files} files, ${pages} pages`;
      if (line !== last) output.line(line);
      last = line;
    },
    log() {},
    stop() {},
  };
}

function toPayload({ status, result }: Job) {
  return {
    status,
    files: result.sitemaps_found,
    ended: result.sitemaps_read + result.sitemaps_failed,
    pages: result.pages_found,
  };
}

function toPercent(job: Job): number {
  return Math.floor(job.progress * 100);
}
