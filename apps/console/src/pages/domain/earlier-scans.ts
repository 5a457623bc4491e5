import type { ScanInHistory } from "@sitemap-scanner/contracts";

export interface ScanWithEarlier extends ScanInHistory {
  /** It is complete, and so was one before it: what changed between the two can be listed. */
  hasEarlier: boolean;
}

/** @param scans oldest first */
export function withEarlier(scans: readonly ScanInHistory[]): ScanWithEarlier[] {
  const first = scans.findIndex(({ status }) => status === "complete");
  return scans.map((scan, index) => ({
    ...scan,
    hasEarlier: scan.status === "complete" && index > first,
  }));
}
