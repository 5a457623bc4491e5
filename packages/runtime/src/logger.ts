import type { Writable } from "node:stream";
import winston from "winston";
import { toLoggable } from "./loggable.ts";

export type LogLevel = "error" | "warn" | "info" | "debug";
export type LogFields = Readonly<Record<string, unknown>>;

/**
 * The message is a constant text, what varies are fields. `error` means that someone must act now:
 * what will heal by itself is a `warn`.
 */
export interface Logger {
  error(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
  /** A logger that adds these fields to every line. */
  child(fields: LogFields): Logger;
}

export interface LoggerOptions {
  /** Least level that is written. */
  level: LogLevel;
  /** Stands in every line: "api", "worker". */
  service: string;
  /** Default stdout. */
  destination?: Writable;
}

/** Writes one JSON object a line: `time` (ISO), `level`, `service`, `message`, then the fields. */
export function createLogger(options: LoggerOptions): Logger {
  const destination = options.destination ?? process.stdout;
  // Whoever read the log is gone (EPIPE). There is nobody left to tell, and work must go on.
  destination.on("error", () => undefined);
  const logger = winston.createLogger({
    level: options.level,
    format: winston.format.printf((line) => toJson(options.service, line)),
    transports: [new winston.transports.Stream({ stream: destination, eol: "\n" })],
  });
  return bind(logger, {});
}

function bind(logger: winston.Logger, bound: LogFields): Logger {
  const write = (level: LogLevel) => (message: string, fields?: LogFields) => {
    // Under one name: winston would append a field named `message` to the message.
    logger.log({ level, message, fields: { ...bound, ...fields } });
  };
  return {
    error: write("error"),
    warn: write("warn"),
    info: write("info"),
    debug: write("debug"),
    child: (fields) => bind(logger, { ...bound, ...fields }),
  };
}

function toJson(service: string, line: winston.Logform.TransformableInfo): string {
  const head = {
    time: new Date().toISOString(),
    level: line.level,
    service,
    message: toLoggable(line.message),
  };
  const fields = Object.entries(Object(toLoggable(line["fields"])));
  // A field cannot take the place of the head: it keeps its name with a stroke.
  const renamed = fields.map(([name, value]) => [name in head ? `${name}_` : name, value]);
  return JSON.stringify({ ...head, ...Object.fromEntries(renamed) });
}
