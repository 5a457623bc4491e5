import type { ScanInHistory } from "@sitemap-scanner/contracts";
import { useMemo } from "preact/hooks";
import { useApi } from "../../api/use-api.ts";
import { Status } from "../../parts/badge.tsx";
import { Chart } from "../../parts/chart.tsx";
import { column, DataTable } from "../../parts/data-table.tsx";
import { count, counted } from "../../parts/format.ts";
import { Answered, Empty } from "../../parts/notes.tsx";
import { Time } from "../../parts/time.tsx";
import { Link } from "../../router.tsx";
import { withEarlier, type ScanWithEarlier } from "./earlier-scans.ts";
import { pagesOverTime } from "./pages-over-time.ts";

const EVERY_MS = 5_000;

const COLUMNS = [
  column<ScanWithEarlier>("at", "Ended (UTC)", ({ job_id, finished_at }) => (
    <Link href={`/scans/${job_id}`}>
      <Time at={finished_at} />
    </Link>
  )),
  column<ScanWithEarlier>("status", "Status", ({ status }) => <Status status={status} />),
  column<ScanWithEarlier>("pages", "Pages", (scan) => count(scan.pages_found), { align: "end" }),
  changes("new", "New", "pages_new"),
  changes("changed", "Changed", "pages_changed"),
  changes("removed", "Removed", "pages_removed"),
  column<ScanWithEarlier>("failed", "Files failed", (scan) => count(scan.sitemaps_failed), {
    align: "end",
  }),
];

/** Pages of a domain from scan to scan, as a line and as numbers. */
export function DomainHistory({ domain }: { domain: string }) {
  const history = useApi("listDomainHistory", { params: { domain } }, { everyMs: EVERY_MS });
  return (
    <>
      <section aria-labelledby="pages-over-time">
        <h2 id="pages-over-time">Pages over time</h2>
        <Answered query={history}>{({ data }) => <Line scans={data} />}</Answered>
      </section>
      <section aria-labelledby="what-changed">
        <h2 id="what-changed">What changed</h2>
        <Answered query={history}>{({ data }) => <Changes scans={data} />}</Answered>
      </section>
    </>
  );
}

function Line({ scans }: { scans: ScanInHistory[] }) {
  const { at, series, first, last } = useMemo(() => pagesOverTime(scans), [scans]);
  if (first === undefined || last === undefined)
    return <Empty title="No scan of it is complete yet: there is nothing to draw." />;
  const words = `From ${count(first)} to ${counted(last, "page")} in ${counted(at.length, "scan")}`;
  return (
    <>
      <p class="faint">{words}</p>
      <Chart label={words} at={at} series={series} />
    </>
  );
}

function Changes({ scans }: { scans: ScanInHistory[] }) {
  const newestFirst = useMemo(() => withEarlier(scans).toReversed(), [scans]);
  if (newestFirst.length === 0) return <Empty title="No scan of it has ended yet." />;
  return (
    <DataTable
      caption="Scans of this domain that have ended, newest first"
      columns={COLUMNS}
      rows={newestFirst}
      keyOf={({ job_id }) => job_id}
    />
  );
}

/** How many pages changed in one way, and where they are listed if there is a scan to compare with. */
function changes(
  change: "new" | "changed" | "removed",
  header: string,
  field: "pages_new" | "pages_changed" | "pages_removed",
) {
  return column<ScanWithEarlier>(
    change,
    header,
    ({ job_id, hasEarlier, [field]: amount }) =>
      amount === 0 || !hasEarlier ? (
        <span class="faint">{count(amount)}</span>
      ) : (
        <Link
          href={`/scans/${job_id}?tab=changes&change=${change}`}
          aria-label={`${counted(amount, "page")} ${change}`}
        >
          {count(amount)}
        </Link>
      ),
    { align: "end" },
  );
}
