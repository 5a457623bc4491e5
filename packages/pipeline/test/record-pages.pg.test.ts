import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { createCancelScan, endFile, LeaseLostError, recordPages } from "../src/index.ts";
import { aPage, setupPipeline } from "./setup.ts";

const pipeline = setupPipeline();

const page = (n: number) => aPage(`https://pages.example.com/${n}`);

async function counters(jobId: string) {
  const job = await pipeline.db
    .selectFrom("jobs")
    .select(["pages_found", "pages_new", "status"])
    .where("job_id", "=", jobId)
    .executeTakeFirstOrThrow();
  const { rows, urls } = await pipeline.db
    .selectFrom("pages")
    .select((eb) => [
      eb.fn.countAll<string>().as("rows"),
      eb.fn.count<string>("url").distinct().as("urls"),
    ])
    .where("last_seen_job_id", "=", jobId)
    .executeTakeFirstOrThrow();
  return { ...job, rows: Number(rows), urls: Number(urls) };
}

describe("recordPages()", () => {
  it("keeps max_pages exactly, whatever the batches and however many workers write at once", async () => {
    const batches = fc.array(
      fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 40 }),
      {
        minLength: 1,
        maxLength: 8,
      },
    );
    await fc.assert(
      fc.asyncProperty(batches, fc.integer({ min: 1, max: 70 }), async (written, maxPages) => {
        const { jobId, claims } = await pipeline.aScanOf(4, { maxPages, claims: 4 });

        await Promise.all(
          written.map((numbers, i) => recordPages(pipeline.db, claims[i % 4]!, numbers.map(page))),
        );

        const expected = Math.min(maxPages, new Set(written.flat()).size);
        expect(await counters(jobId)).toMatchObject({
          pages_found: expected,
          pages_new: expected,
          rows: expected,
          urls: expected,
        });
        await createCancelScan({ db: pipeline.db })(jobId);
      }),
      { numRuns: 25 },
    );
  });

  it("says how many pages were left out, so that the reading can end", async () => {
    const { claims } = await pipeline.aScanOf(1, { maxPages: 3 });

    expect(await recordPages(pipeline.db, claims[0]!, [1, 2].map(page))).toEqual({ dropped: 0 });
    expect(await recordPages(pipeline.db, claims[0]!, [1, 2, 3].map(page))).toEqual({ dropped: 0 });
    expect(await recordPages(pipeline.db, claims[0]!, [2, 3, 4, 5].map(page))).toEqual({
      dropped: 2,
    });
  });

  it("writes nothing for a lease that is lost", async () => {
    const { jobId, claims } = await pipeline.aScanOf(1);

    await expect(
      recordPages(pipeline.db, { ...claims[0]!, lease: claims[0]!.lease + 1 }, [page(1)]),
    ).rejects.toThrow(LeaseLostError);
    await createCancelScan({ db: pipeline.db })(jobId);
    await expect(recordPages(pipeline.db, claims[0]!, [page(1)])).rejects.toThrow(LeaseLostError);

    expect(await counters(jobId)).toMatchObject({ status: "cancelled", pages_found: 0, rows: 0 });
  });

  it("leaves the files that were not begun as skipped when the limit is reached", async () => {
    const { jobId, claims } = await pipeline.aScanOf(6, { maxPages: 2 });
    await recordPages(pipeline.db, claims[0]!, [1, 2, 3].map(page));

    await endFile(pipeline.db, claims[0]!, { outcome: "limit_reached", entries: 3 });

    const files = await pipeline.db
      .selectFrom("sitemap_files")
      .select(["status", (eb) => eb.fn.countAll<string>().as("files")])
      .where("job_id", "=", jobId)
      .groupBy("status")
      .orderBy("status")
      .execute();
    expect(files).toEqual([
      { status: "complete", files: "1" },
      { status: "skipped", files: "5" },
    ]);
    expect(await counters(jobId)).toMatchObject({ status: "complete", pages_found: 2 });
  });
});
