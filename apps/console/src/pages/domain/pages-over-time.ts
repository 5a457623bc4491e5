import type { ScanInHistory } from "@sitemap-scanner/contracts";
import type { Series } from "../../parts/chart.tsx";

export interface PagesOverTime {
  /** When each scan ended. */
  at: string[];
  series: Series[];
  /** Pages of the first and of the last scan; undefined when there is none. */
  first: number | undefined;
  last: number | undefined;
}

/** The pages of each complete scan. One that failed says nothing about the site's pages. */
export function pagesOverTime(scans: readonly ScanInHistory[]): PagesOverTime {
  const complete = scans.filter(({ status }) => status === "complete");
  const values = complete.map(({ pages_found: found }) => found);
  return {
    at: complete.map(({ finished_at: at }) => at),
    series: [{ label: "pages", color: "--accent", values }],
    first: values[0],
    last: values.at(-1),
  };
}
