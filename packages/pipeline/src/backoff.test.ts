import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { backoffMs } from "./backoff.ts";

describe("backoffMs()", () => {
  it("lies between 0 and the doubled base, and never over the maximum", () => {
    const policy = { backoffBaseMs: 2_000, backoffMaxMs: 300_000 };
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000 }), share, (attempt, random) => {
        const wait = backoffMs(attempt, policy, () => random);

        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThanOrEqual(Math.min(300_000, 2_000 * 2 ** (attempt - 1)));
      }),
    );
  });
});
