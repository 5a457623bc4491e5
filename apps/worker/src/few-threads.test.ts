import { describe, expect, it } from "@jest/globals";
import { createLogger, readEnvironment } from "@sitemap-scanner/runtime";
import { Writable } from "node:stream";
import { warnOfFewThreads } from "./few-threads.ts";

function linesFor(env: Record<string, string>): string[] {
  const lines: string[] = [];
  const destination = new Writable({
    write(line: Buffer, _encoding, done) {
      lines.push(line.toString());
      done();
    },
  });
  const { worker } = readEnvironment({ DATABASE_URL: "postgres://127.0.0.1/none", ...env });
  warnOfFewThreads(worker, createLogger({ level: "info", service: "worker", destination }));
  return lines;
}

describe("warnOfFewThreads()", () => {
  it("says once which setting to raise when tasks could use up all threads", () => {
    const lines = linesFor({ WORKER_CONCURRENCY: "33", UV_THREADPOOL_SIZE: "32" });

    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      level: "warn",
      message: expect.stringContaining("UV_THREADPOOL_SIZE"),
      threads: 32,
      concurrency: 33,
    });
  });

  it("knows how many threads there are when nobody says it", () => {
    expect(linesFor({ WORKER_CONCURRENCY: "5" })).toHaveLength(1);
    expect(linesFor({ WORKER_CONCURRENCY: "4" })).toHaveLength(0);
  });

  it("keeps quiet when there are enough", () => {
    expect(linesFor({ WORKER_CONCURRENCY: "32", UV_THREADPOOL_SIZE: "32" })).toHaveLength(0);
  });
});
