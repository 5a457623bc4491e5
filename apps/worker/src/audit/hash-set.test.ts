import { createHash } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { createHashSet } from "./hash-set.ts";

const hashOf = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 32);

describe("createHashSet()", () => {
  it("finds what a set of the same hashes finds", () => {
    // Few values, so that they come again; and those that look like a free slot.
    const hash = fc
      .tuple(
        fc.constantFrom("00000000", "00000001", "ffffffff"),
        fc.constantFrom("00000000", "00000400", "80000000"),
      )
      .map((halves) => halves.join("").padEnd(32, "0"));

    fc.assert(
      fc.property(fc.array(hash), (hashes) => {
        const set = createHashSet();
        const model = new Set<string>();
        for (const one of hashes) {
          expect(set.add(one)).toBe(!model.has(one));
          model.add(one);
        }
      }),
    );
  });

  it("still knows each of 100,000 hashes after it has grown", () => {
    const set = createHashSet();
    const hashes = Array.from({ length: 100_000 }, (_, n) => hashOf(String(n)));

    const added = hashes.filter((hash) => set.add(hash));
    const again = hashes.filter((hash) => set.add(hash));

    expect([added.length, again.length]).toEqual([100_000, 0]);
  });
});
