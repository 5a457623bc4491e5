/** Ten thousand who follow one scan: what `apps/api/dev/stream-bench.ts` measures must also hold. */
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { startProcess } from "@sitemap-scanner/testkit";

const BENCH = join(import.meta.dirname, "../../apps/api/dev/stream-bench.ts");

describe("ten thousand readers of one stream", () => {
  it("all get every step for some kilobytes each, and one more is told to come later", async () => {
    const bench = await startProcess({ args: [BENCH, "10000"] });

    const { code } = await bench.exited;

    const printed = bench.stdout.join("\n");
    expect({ code, stderr: bench.stderr }).toEqual({ code: 0, stderr: [] });
    expect(printed).toMatch(/^step 10 +with all of them after \d+ ms$/m);
    expect(printed).toMatch(/^one more +is answered 503$/m);
    const [, kilobytes] = /^memory +([\d.]+) kB a reader$/m.exec(printed) ?? [];
    expect(Number(kilobytes)).toBeLessThan(60);
  }, 300_000);
});
