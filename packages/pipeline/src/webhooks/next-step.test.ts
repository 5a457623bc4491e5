import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { nextStep } from "./next-step.ts";

const SCHEDULE = { scheduleMs: [0, 5_000, 300_000] };
const answered = (status: number | null, retryAfterMs: number | null = null) => ({
  status,
  retryAfterMs,
});

describe("nextStep()", () => {
  it("takes any 2xx, and nothing else, for delivered", () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 599 }), (status) => {
        const { step } = nextStep(answered(status), 1, SCHEDULE);

        expect(step === "delivered").toBe(status >= 200 && status < 300);
      }),
    );
  });

  it("waits as the schedule says, and up to a fifth longer", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(null, 301, 404, 500, 503),
        fc.constantFrom(1, 2),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (status, attempt, random) => {
          const wait = SCHEDULE.scheduleMs[attempt] ?? 0;

          const next = nextStep(answered(status), attempt, SCHEDULE, () => random);

          expect(next).toMatchObject({ step: "retry" });
          expect(next.step === "retry" && next.delayMs >= wait && next.delayMs <= 1.2 * wait).toBe(
            true,
          );
        },
      ),
    );
  });

  it("gives up after the last attempt of the schedule", () => {
    expect(nextStep(answered(500), 3, SCHEDULE)).toEqual({ step: "give_up" });
  });

  it("takes 410 for the end, at whichever attempt", () => {
    expect(nextStep(answered(410), 1, SCHEDULE)).toEqual({ step: "gone" });
    expect(nextStep(answered(410), 3, SCHEDULE)).toEqual({ step: "gone" });
  });

  it("waits longer when a server that is busy asks for it, and no other", () => {
    const steps = [429, 503, 500].map((status) =>
      nextStep(answered(status, 60_000), 1, SCHEDULE, () => 0),
    );

    expect(steps).toEqual([
      { step: "retry", delayMs: 60_000 },
      { step: "retry", delayMs: 60_000 },
      { step: "retry", delayMs: 5_000 },
    ]);
  });
});
