import { SingleBar } from "cli-progress";
import type { Job } from "@sitemap-scanner/contracts";
import type { Output } from "./output.ts";

/** Shows how far a scan is, on the stream for people. */
export interface Progress {
  show: (job: Job) => void;
  /** Leaves the terminal as it was; nothing is shown afterwards. */
  stop: () => void;
}

/** What is shown when the stream is no terminal: one line for each change, or nothing. */
export type PlainProgress = "lines" | "nothing";

/** A bar on a terminal. */
export function createProgress(output: Output, plain: PlainProgress): Progress {
  if (output.isTerminal) return createBar(output);
  return plain === "lines" ? createLines(output) : { show() {}, stop() {} };
}

function createBar(output: Output): Progress {
  const bar = new SingleBar({
    format: "{status} [{bar}] {percentage}% · {files} files · {pages} pages",
    stream: output.stream,
    hideCursor: true,
    barsize: 30,
  });
  let started = false;
  return {
    show(job) {
      if (!started) bar.start(100, toPercent(job), toPayload(job));
      started = true;
      bar.update(toPercent(job), toPayload(job));
    },
    stop: () => bar.stop(),
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
    stop() {},
  };
}

function toPayload({ status, result }: Job) {
  return { status, files: result.sitemaps_found, pages: result.pages_found };
}

function toPercent(job: Job): number {
  return Math.floor(job.progress * 100);
}
