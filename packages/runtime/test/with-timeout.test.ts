import { describe, expect, it } from "@jest/globals";
import { ImpossibleStateError, must, TimeoutError, withTimeout } from "../src/index.ts";

const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;

describe("withTimeout()", () => {
  it("gives what the promise gives, and leaves no timer behind", async () => {
    const before = timers();

    await expect(withTimeout(Promise.resolve(7), 60_000, "count")).resolves.toBe(7);
    await expect(withTimeout(Promise.reject(new RangeError()), 60_000, "count")).rejects.toThrow(
      RangeError,
    );

    expect(timers()).toBe(before);
  });

  it("says what did not answer in time", async () => {
    const waiting = withTimeout(new Promise(() => undefined), 5, "publish 20 messages");

    await expect(waiting).rejects.toThrow(
      new TimeoutError("Cannot publish 20 messages: no answer in 5 ms"),
    );
  });

  it("drops an error that comes too late", async () => {
    const { promise, reject } = Promise.withResolvers<void>();

    await expect(withTimeout(promise, 1, "wait")).rejects.toThrow(TimeoutError);
    reject(new Error("late"));

    await expect(promise).rejects.toThrow("late");
  });
});

describe("must()", () => {
  it("gives the value, whatever it is", () => {
    expect([must(0, "a count"), must("", "a text"), must(false, "a flag")]).toEqual([0, "", false]);
  });

  it("says why null and undefined were impossible", () => {
    expect(() => must(null, "the row was just inserted")).toThrow(ImpossibleStateError);
    expect(() => must(undefined, "the row was just inserted")).toThrow(
      "Missing: the row was just inserted",
    );
  });
});
