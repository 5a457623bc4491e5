import type { Job } from "@sitemap-scanner/contracts";
import { useApi } from "../../api/use-api.ts";
import { Status } from "../../parts/badge.tsx";
import { column, DataTable } from "../../parts/data-table.tsx";
import { count } from "../../parts/format.ts";
import { Answered, Empty } from "../../parts/notes.tsx";
import { Ago } from "../../parts/time.tsx";
import { Link } from "../../router.tsx";

const EVERY_MS = 3_000;

const COLUMNS = [
  column<Job>(
    "domain",
    "Domain",
    (job) => <Link href={`/scans/${job.job_id}`}>{job.domain}</Link>,
    {
      wide: true,
    },
  ),
  column<Job>("status", "Status", (job) => <Status status={job.status} />),
  column<Job>("pages", "Pages", (job) => count(job.result.pages_found), { align: "end" }),
  column<Job>("asked", "Asked for", (job) => <Ago at={job.created_at} />),
];

export function RecentScans() {
  const jobs = useApi("listJobs", { query: { limit: 10 } }, { everyMs: EVERY_MS });
  return (
    <Answered query={jobs}>
      {({ data }) =>
        data.length === 0 ? (
          <Empty title="No scan was asked for yet" />
        ) : (
          <DataTable
            caption="Latest scans"
            columns={COLUMNS}
            rows={data}
            keyOf={(job) => job.job_id}
          />
        )
      }
    </Answered>
  );
}
