import type { Job } from "@sitemap-scanner/contracts";
import { useMemo, useState } from "preact/hooks";
import { Status } from "../../parts/badge.tsx";
import { column, DataTable, type Column } from "../../parts/data-table.tsx";
import { count } from "../../parts/format.ts";
import { Empty } from "../../parts/notes.tsx";
import { Ago, Lasted } from "../../parts/time.tsx";
import { Link } from "../../router.tsx";
import { BulkActs } from "./bulk-acts.tsx";

/**
 * Scans, of which some may be chosen and cancelled or repeated together. What came of that is told also when none
 * is left to be shown.
 */
export function ScanTable({ jobs }: { jobs: Job[] }) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const columns = useMemo(() => columnsWith(chosen, setChosen), [chosen]);
  const chosenJobs = jobs.filter((job) => chosen.has(job.job_id));
  return (
    <>
      <BulkActs
        jobs={chosenJobs}
        isAll={jobs.length > 0 && chosenJobs.length === jobs.length}
        onAll={(all) => setChosen(new Set(all ? jobs.map((job) => job.job_id) : []))}
        onDone={() => setChosen(new Set())}
      />
      {jobs.length === 0 ? (
        <NoScan />
      ) : (
        <DataTable caption="Scans" columns={columns} rows={jobs} keyOf={(job) => job.job_id} />
      )}
    </>
  );
}

function NoScan() {
  return (
    <Empty title="No scan is like this">
      <p>
        <Link href="/scans">Show all scans</Link>, or ask for one <Link href="/">at home</Link>.
      </p>
    </Empty>
  );
}

function columnsWith(
  chosen: ReadonlySet<string>,
  setChosen: (chosen: ReadonlySet<string>) => void,
): Column<Job>[] {
  const toggle = (jobId: string) => {
    const now = new Set(chosen);
    if (!now.delete(jobId)) now.add(jobId);
    setChosen(now);
  };
  return [
    column("choose", <span class="unseen">Choose</span>, (job) => (
      <input
        type="checkbox"
        aria-label={`Choose the scan of ${job.domain}`}
        checked={chosen.has(job.job_id)}
        onChange={() => toggle(job.job_id)}
      />
    )),
    ...COLUMNS,
  ];
}

const COLUMNS: Column<Job>[] = [
  column("domain", "Domain", (job) => <Link href={`/scans/${job.job_id}`}>{job.domain}</Link>, {
    wide: true,
  }),
  column("status", "Status", (job) => (
    <>
      <Status status={job.status} />
      {job.error && <small class="code">{job.error.code}</small>}
    </>
  )),
  column("files", "Sitemaps", (job) => <Files {...job.result} />, { align: "end" }),
  column("pages", "Pages", (job) => count(job.result.pages_found), { align: "end" }),
  column("new", "New", (job) => count(job.result.pages_new), { align: "end" }),
  column("source", "By", (job) => job.source),
  column("asked", "Asked for", (job) => <Ago at={job.created_at} />),
  column("took", "Took", (job) => <Lasted from={job.started_at} to={job.finished_at} />, {
    align: "end",
  }),
];

function Files({ sitemaps_found: found, sitemaps_failed: failed }: Job["result"]) {
  return (
    <>
      {count(found)}
      {failed > 0 && <small class="bad"> {count(failed)} failed</small>}
    </>
  );
}
