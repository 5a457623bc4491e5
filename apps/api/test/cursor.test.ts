import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { decodeCursor, encodeCursor, InvalidCursorError } from "../src/http/cursor.ts";
import { decodeJobsCursor, encodeJobsCursor } from "../src/scans/cursors.ts";

describe("decodeCursor()", () => {
  it("gives back what encodeCursor() was given", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 16n - 1n }), fc.uuid(), (micros, jobId) => {
        const cursor = encodeJobsCursor({ created_at_us: String(micros), job_id: jobId });

        expect(decodeJobsCursor(cursor)).toEqual({ createdAtUs: String(micros), jobId });
        expect(cursor).toMatch(/^[\w-]+$/);
      }),
    );
  });

  it("refuses whatever it did not give out", () => {
    const kind = { name: "files", parts: [/^\d{1,18}$/] };
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String()), (text) => {
        expect(() => decodeCursor(kind, text)).toThrow(InvalidCursorError);
      }),
    );
    expect(decodeCursor(kind, encodeCursor(kind, ["12"]))).toEqual(["12"]);
  });
});
