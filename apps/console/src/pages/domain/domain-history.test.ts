import { describe, expect, it } from "@jest/globals";
import type { ScanInHistory } from "@sitemap-scanner/contracts";
import { withEarlier } from "./earlier-scans.ts";
import { pagesOverTime } from "./pages-over-time.ts";

function scan(status: ScanInHistory["status"], pages: number, minute: number): ScanInHistory {
  const at = `2026-01-31T09:${minute}:00.000Z`;
  return {
    job_id: `01980000-0000-7000-8000-0000000000${minute}`,
    status,
    created_at: at,
    finished_at: at,
    sitemaps_found: 1,
    sitemaps_failed: 0,
    pages_found: pages,
    pages_new: 0,
    pages_changed: 0,
    pages_removed: 0,
  };
}

const SCANS = [
  scan("failed", 0, 10),
  scan("complete", 5, 20),
  scan("cancelled", 2, 30),
  scan("complete", 7, 40),
];

describe("pagesOverTime()", () => {
  it("draws complete scans alone, and tells the first and the last", () => {
    expect(pagesOverTime(SCANS)).toMatchObject({
      at: ["2026-01-31T09:20:00.000Z", "2026-01-31T09:40:00.000Z"],
      series: [{ values: [5, 7] }],
      first: 5,
      last: 7,
    });
  });

  it("has nothing to draw where no scan is complete", () => {
    expect(pagesOverTime([scan("failed", 0, 10)])).toMatchObject({ first: undefined, at: [] });
  });
});

describe("withEarlier()", () => {
  it("knows what a scan can be compared with: one before it that is complete", () => {
    expect(withEarlier(SCANS).map(({ hasEarlier }) => hasEarlier)).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });
});
