import { describe, expect, it } from "@jest/globals";
import { FAULTS, faultsOf } from "./faults/index.ts";
import { planFaults } from "./plan.ts";

const run = (seed: number, seconds = 300) =>
  planFaults({ seed, seconds, kinds: faultsOf("redis") });

describe("planFaults()", () => {
  it("plans the same for the same seed, and something else for another", () => {
    expect(run(7)).toEqual(run(7));
    expect(run(7)).not.toEqual(run(8));
  });

  it.each([1, 7, 21])("plans over 200 faults in 300 s, of every kind, with seed %s", (seed) => {
    const plan = run(seed);
    const onPostgres = planFaults({ seed, seconds: 300, kinds: faultsOf("postgres") });
    expect(onPostgres.length).toBeGreaterThan(200);

    expect(plan.length).toBeGreaterThan(200);
    const kinds = new Set(plan.map(({ kind }) => kind));
    const short = faultsOf("redis").filter((kind) => !FAULTS[kind].isLong);
    expect(short.filter((kind) => !kinds.has(kind))).toEqual([]);
    expect([...kinds].some((kind) => FAULTS[kind].isLong)).toBe(true);
  });

  it("never breaks one thing twice at a time, and at most two at a time", () => {
    const plan = run(7);

    for (const { kind, at } of plan) {
      const active = plan.filter((other) => other.at <= at && other.at + other.lasts > at);
      expect(active.length).toBeLessThanOrEqual(2);
      const same = active.filter((other) => FAULTS[other.kind].subject === FAULTS[kind].subject);
      expect(same.length).toBeLessThanOrEqual(1);
    }
  });

  it("has no long fault in a short run", () => {
    expect(run(7, 30).some(({ kind }) => FAULTS[kind].isLong)).toBe(false);
  });
});
