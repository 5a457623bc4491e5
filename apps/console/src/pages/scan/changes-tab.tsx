import type { ChangedPage, ScanDiff, ScanStatus } from "@sitemap-scanner/contracts";
import { pathOf } from "../../api/call.ts";
import { Badge, type Tone } from "../../parts/badge.tsx";
import { column, DataTable } from "../../parts/data-table.tsx";
import { counted } from "../../parts/format.ts";
import { Empty } from "../../parts/notes.tsx";
import { OutsideLink } from "../../parts/outside-link.tsx";
import { Paged } from "../../parts/paged.tsx";
import { Time } from "../../parts/time.tsx";
import { Link, setSearch, useLocation } from "../../router.tsx";
import { Exports } from "./exports.tsx";
import { isLiveScan } from "./use-scan.ts";

const CHANGES = ["new", "changed", "removed"] as const;
const TONES: Readonly<Record<ChangedPage["change"], Tone>> = {
  new: "good",
  changed: "busy",
  removed: "bad",
};

const COLUMNS = [
  column<ChangedPage>("change", "Change", ({ change }) => (
    <Badge tone={TONES[change]}>{change}</Badge>
  )),
  column<ChangedPage>("url", "Address", (page) => <OutsideLink url={page.url} />, { wide: true }),
  column<ChangedPage>("lastmod", "Last modified", (page) => <Time at={page.lastmod} />),
];

/** What became of the pages since the scan before. */
export function ChangesTab({ job }: { job: ScanStatus }) {
  const { searchParams } = useLocation();
  if (isLiveScan(job)) {
    return (
      <Empty title="The scan is under way">
        <p>What it changes is known when it has ended.</p>
      </Empty>
    );
  }
  const change = CHANGES.find((one) => one === searchParams.get("change"));
  const against = searchParams.get("against") ?? undefined;
  const params = { job_id: job.job_id };
  return (
    <>
      <div class="filters">
        <label>
          Show
          <select
            value={change ?? ""}
            onChange={(event) => setSearch({ change: event.currentTarget.value })}
          >
            <option value="">every change</option>
            {CHANGES.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
        <Exports
          of="the changes"
          formats={["csv", "ndjson"] as const}
          pathOf={(format) => pathOf("diffJobs", { params, query: { change, against, format } })}
        />
      </div>
      <Paged id="diffJobs" input={{ params, query: { change, against } }}>
        {(pages, first) => <Changed pages={pages} diff={first} />}
      </Paged>
    </>
  );
}

function Changed({ pages, diff }: { pages: ChangedPage[]; diff: ScanDiff }) {
  const { counts } = diff;
  return (
    <>
      <p>
        Since <Link href={`/scans/${diff.against}`}>the scan before</Link>
        {counts &&
          `: ${counted(counts.new, "page")} new, ${counts.changed} changed, ${counts.removed} removed`}
        .
      </p>
      {pages.length === 0 ? (
        <Empty title="Nothing has changed" />
      ) : (
        <DataTable caption="Changes" columns={COLUMNS} rows={pages} keyOf={(page) => page.url} />
      )}
    </>
  );
}
