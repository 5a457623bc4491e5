import { Writable } from "node:stream";
import { createLogger, type Logger } from "@sitemap-scanner/runtime";

export interface Line {
  level: string;
  message: string;
  [field: string]: unknown;
}

/** A logger, and what it has written. */
export function collectLines(): { logger: Logger; lines: readonly Line[] } {
  const lines: Line[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      const line: Line = JSON.parse(String(chunk));
      lines.push(line);
      done();
    },
  });
  return { logger: createLogger({ level: "info", service: "test", destination }), lines };
}
