import { PassThrough } from "node:stream";
import { describe, expect, it } from "@jest/globals";
import { createLogger, type Logger, type LogLevel } from "../src/index.ts";

function setup(level: LogLevel = "debug") {
  const destination = new PassThrough();
  const logger = createLogger({ level, service: "worker", destination });
  const text = (): string => String(destination.read() ?? "");
  const lines = (): Record<string, unknown>[] =>
    text()
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line));
  /** The fields of the one line that `write` logs. */
  const logged = (write: (logger: Logger) => void) => {
    write(logger);
    return lines()[0] ?? {};
  };
  return { logger, destination, text, lines, logged };
}

describe("createLogger()", () => {
  it("writes one JSON object a line, with the message as it is", () => {
    const { logger, text } = setup();

    logger.warn("sitemap fetch failed", { url: "https://a.test/\nforged line", attempt: 2 });

    const [line, rest] = text().split("\n");
    expect(rest).toBe("");
    expect(JSON.parse(line ?? "")).toEqual({
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      level: "warn",
      service: "worker",
      message: "sitemap fetch failed",
      url: "https://a.test/\nforged line",
      attempt: 2,
    });
  });

  it("drops what is below its level", () => {
    const { logger, lines } = setup("warn");

    logger.info("task claimed");
    logger.debug("batch written");
    logger.error("relay failed");

    expect(lines().map((line) => line["message"])).toEqual(["relay failed"]);
  });

  it("gives the fields of a child to all of its lines", () => {
    const { logger, lines } = setup();

    logger.child({ jobId: "a" }).child({ taskId: "b" }).info("task claimed", { taskId: "c" });
    logger.info("idle");

    expect(lines()).toEqual([
      expect.objectContaining({ jobId: "a", taskId: "c" }),
      expect.not.objectContaining({ jobId: "a" }),
    ]);
  });

  it("keeps its own words apart from fields of the same name", () => {
    const line = setup().logged((logger) => logger.info("read", { message: "m", level: "l" }));

    expect(line).toMatchObject({ message: "read", message_: "m", level: "info", level_: "l" });
  });

  it("writes an error with its code, stack and causes", () => {
    const cause = Object.assign(new TypeError("refused"), { code: "ECONNREFUSED" });
    const error = new Error("Cannot connect", { cause: new AggregateError([cause], "all") });

    const line = setup().logged((logger) => logger.error("start failed", { error }));

    expect(line["error"]).toMatchObject({
      name: "Error",
      message: "Cannot connect",
      stack: expect.stringContaining("logger.test.ts"),
      cause: { name: "AggregateError", errors: [{ name: "TypeError", code: "ECONNREFUSED" }] },
    });
  });

  it("writes nothing of an error's fields that are objects", () => {
    const error = Object.assign(new Error("NOAUTH"), { command: { args: ["hunter2"] } });

    expect(setup().logged((logger) => logger.warn("x", { error }))).not.toHaveProperty(
      "error.command",
    );
  });

  it.each([
    ["headers", { Authorization: "Bearer abcdefghijk", cookie: "sid=abcdefghijk" }],
    ["headers", { "set-cookie": ["sid=abcdefghijk"], "X-Api-Key": "abcdefghijk" }],
    ["options", { password: "abcdefghijk", apiKey: "abcdefghijk", access_token: "abcdefghijk" }],
    ["url", "postgres://me:abcdefghijk@db/x"],
    ["url", new URL("https://me:abcdefghijk@a.test/?token=abcdefghijk&x=1")],
    ["list", ["connect redis://:abcdefghijk@h:1/0?password=abcdefghijk failed"]],
    ["error", new Error("Cannot send bearer abcdefghijk", { cause: "rediss://:abcdefghijk@h" })],
    ["map", new Map([["password", "abcdefghijk"]])],
    ["row", { columns: "(1, https://a.test, whsec_abcdefghijk+/=)" }],
    ["row", { columns: `(1, sms_${"a1".repeat(19)})` }],
  ])("takes secrets out of %s %j", (name, value) => {
    const { logger, text } = setup();

    logger.info("x", { [name]: value });

    const written = text();
    expect(written).toContain("[redacted]");
    expect(written).not.toContain("abcdefghijk");
  });

  it("leaves a URL without a password alone", () => {
    const url = "https://a.test:8443/@me?page=1&tokens=2#x@y";

    expect(setup().logged((logger) => logger.info("x", { url }))).toMatchObject({ url });
  });

  it("writes what JSON cannot, and cuts what has no end", () => {
    const circle: Record<string, unknown> = { id: 10n };
    circle["self"] = circle;
    const deep = { a: { b: { c: { d: { e: { f: { g: 1 } } } } } } };

    const line = setup().logged((logger) =>
      logger.info("x", {
        circle,
        deep,
        long: "x".repeat(20_000),
        list: Array.from({ length: 5_000 }, () => 1),
        bytes: Buffer.from("abc"),
        when: new Date(0),
        set: new Set([1]),
        none: undefined,
      }),
    );

    expect(line).toMatchObject({ circle: { id: "10", self: "[circular]" }, bytes: "[3 bytes]" });
    expect(line).toMatchObject({ set: [1] });
    expect(JSON.stringify(line).length).toBeLessThan(10_000);
    expect(JSON.stringify(line)).toContain("[too deep]");
  });

  it("takes linear time for hostile text", () => {
    const { logged } = setup();
    const started = performance.now();

    for (const part of ["://", "://a:", "a:@", "?token=", "bearer ", "http://a:b@"]) {
      logged((logger) => logger.info("x", { url: part.repeat(20_000) }));
    }

    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it("goes on when nobody reads the log any more", () => {
    const { logger, destination } = setup();

    destination.destroy(new Error("EPIPE"));

    expect(() => logger.info("still at work")).not.toThrow();
  });
});
