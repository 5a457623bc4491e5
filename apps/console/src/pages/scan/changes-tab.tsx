import type { ChangedPage, ScanDiff, ScanInHistory, ScanStatus } from "@sitemap-scanner/contracts";
import { pathOf } from "../../api/call.ts";
import { useApi } from "../../api/use-api.ts";
import { Badge, type Tone } from "../../parts/badge.tsx";
import { Choice } from "../../parts/choice.tsx";
import { column, DataTable } from "../../parts/data-table.tsx";
import { count, counted } from "../../parts/format.ts";
import { Answered, Empty } from "../../parts/notes.tsx";
import { OutsideLink } from "../../parts/outside-link.tsx";
import { Paged } from "../../parts/paged.tsx";
import { Time, utc } from "../../parts/time.tsx";
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
  column<ChangedPage>("lastmod", "Last modified (UTC)", (page) => <Time at={page.lastmod} />),
];

/** What became of the pages since an earlier scan. */
export function ChangesTab({ job }: { job: ScanStatus }) {
  const history = useApi("listDomainHistory", {
    params: { domain: job.domain },
    query: { limit: 200 },
  });
  if (isLiveScan(job)) {
    return (
      <Empty title="The scan is under way">
        <p>What it changes is known when it has ended.</p>
      </Empty>
    );
  }
  return (
    <Answered query={history}>
      {({ data }) => <Since job={job} earlier={comparable(data, job)} />}
    </Answered>
  );
}

/** Earlier scans that came through, the last one first. */
function comparable(scans: readonly ScanInHistory[], job: ScanStatus): ScanInHistory[] {
  return scans
    .filter(({ status, created_at }) => status === "complete" && created_at < job.created_at)
    .toReversed();
}

function Since({ job, earlier }: { job: ScanStatus; earlier: readonly ScanInHistory[] }) {
  const { searchParams } = useLocation();
  const [last] = earlier;
  if (last === undefined) {
    return (
      <Empty title="There is nothing to compare with">
        <p>No earlier scan of {job.domain} came through: scan it again later.</p>
      </Empty>
    );
  }
  const change = CHANGES.find((one) => one === searchParams.get("change"));
  const against =
    earlier.find(({ job_id }) => job_id === searchParams.get("against"))?.job_id ?? last.job_id;
  const params = { job_id: job.job_id };
  return (
    <>
      <div class="filters">
        <Choice
          label="Since the scan of"
          value={against}
          options={earlier.map((scan) => [scan.job_id, `${utc(scan.created_at)} UTC`])}
          onChoose={(value) => setSearch({ against: value })}
        />
        <Choice
          label="Show"
          value={change ?? ""}
          options={[["", "every change"], ...CHANGES.map((one): [string, string] => [one, one])]}
          onChoose={(value) => setSearch({ change: value })}
        />
        <Exports
          of="the changes"
          formats={["csv", "ndjson"] as const}
          pathOf={(format) => pathOf("diffJobs", { params, query: { change, against, format } })}
        />
      </div>
      <Paged
        id="diffJobs"
        input={{ params, query: { change, against } }}
        none={<Empty title={change ? `No ${change} page` : "Nothing has changed"} />}
        head={(first) => <Counts diff={first} />}
      >
        {(pages) => (
          <DataTable caption="Changes" columns={COLUMNS} rows={pages} keyOf={(page) => page.url} />
        )}
      </Paged>
    </>
  );
}

function Counts({ diff: { against, counts } }: { diff: ScanDiff }) {
  return (
    <p>
      Since <Link href={`/scans/${against}`}>that scan</Link>
      {counts &&
        `: ${counted(counts.new, "page")} new, ${count(counts.changed)} changed, ${count(counts.removed)} removed`}
      .
    </p>
  );
}
