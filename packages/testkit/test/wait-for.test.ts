import { describe, expect, it } from "@jest/globals";
import { waitFor } from "../src/index.ts";

describe("waitFor()", () => {
  it("returns the first result that is there", async () => {
    const results = [undefined, null, false, 0];

    expect(await waitFor(() => results.shift(), { what: "a result", everyMs: 1 })).toBe(0);
  });

  it("says what it waited for and what it saw last", async () => {
    await expect(waitFor(() => false, { what: "the moon", timeoutMs: 20 })).rejects.toThrow(
      "Timed out waiting for the moon after 20 ms, last seen: false",
    );
  });

  it("ends even when the look itself hangs", async () => {
    await expect(waitFor(hang, { what: "an answer", timeoutMs: 20 })).rejects.toThrow(
      "Timed out waiting for an answer after 20 ms",
    );
  });

  it("throws at once what the look throws", async () => {
    await expect(waitFor(fail, { what: "a row" })).rejects.toThrow("no such table");
  });
});

function hang(): Promise<boolean> {
  return new Promise(() => undefined);
}

function fail(): never {
  throw new Error("no such table");
}
