import { describe, expect, it } from "@jest/globals";
import { createLoop } from "../src/index.ts";

describe("createLoop()", () => {
  it("makes one pass after the other, and never two at a time", async () => {
    const thrice = Promise.withResolvers<void>();
    let passes = 0;
    let underWay = 0;
    let most = 0;
    const loop = createLoop({
      everyMs: 1,
      async pass() {
        most = Math.max(most, (underWay += 1));
        await new Promise(setImmediate);
        underWay -= 1;
        if ((passes += 1) === 3) thrice.resolve();
      },
    });

    loop.start();
    await thrice.promise;
    await loop.close();

    expect(most).toBe(1);
  });

  it("waits for the pass in hand when it is closed, and makes no other", async () => {
    const begun = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    let passes = 0;
    const loop = createLoop({
      firstMs: 0,
      everyMs: 60_000,
      async pass() {
        begun.resolve();
        await release.promise;
        passes += 1;
      },
    });
    loop.start();
    await begun.promise;

    const closed = loop.close();
    release.resolve();
    await closed;

    expect(passes).toBe(1);
  });
});
