import type { Domain } from "@sitemap-scanner/contracts";
import { Status } from "../../parts/badge.tsx";
import { column, DataTable } from "../../parts/data-table.tsx";
import { Empty } from "../../parts/notes.tsx";
import { keysOf } from "../../parts/keys-of.ts";
import { Paged } from "../../parts/paged.tsx";
import { StatusTabs, useStatus } from "../../parts/status-tabs.tsx";
import { Ago, Time } from "../../parts/time.tsx";
import { Link } from "../../router.tsx";
import { DOMAIN_STATUSES } from "./domain-statuses.ts";
import { QueueForm } from "./queue-form.tsx";

const EVERY_MS = 5_000;

const STATUSES = keysOf(DOMAIN_STATUSES);

const COLUMNS = [
  column<Domain>("domain", "Domain", ({ domain }) => (
    <Link href={`/domains/${encodeURIComponent(domain)}`}>{domain}</Link>
  )),
  column<Domain>("status", "Status", ({ status }) => <Status status={status} />),
  column<Domain>("changed", "Changed", ({ updated_at: at }) => <Ago at={at} />),
  column<Domain>("scan", "Latest scan", (domain) => <LatestScan domain={domain} />),
  column<Domain>("every", "Scanned every", ({ schedule }) => schedule.every ?? "–"),
  column<Domain>("next", "Next scan (UTC)", ({ schedule: { every, next_scan_at } }) =>
    every !== null && next_scan_at === null ? "now" : <Time at={next_scan_at} />,
  ),
  column<Domain>("error", "What went wrong", ({ error }) => error ?? "", { wide: true }),
];

/** Every site that was ever asked for, and when it is looked at again. */
export function DomainsPage() {
  const status = useStatus(STATUSES);
  return (
    <>
      <h1>Domains</h1>
      <QueueForm />
      <StatusTabs statuses={STATUSES} />
      <Paged
        id="listDomains"
        input={{ query: { status } }}
        everyMs={EVERY_MS}
        none={<NoDomain isFiltered={status !== undefined} />}
      >
        {(rows) => (
          <DataTable
            caption="Domains, newest first"
            columns={COLUMNS}
            rows={rows}
            keyOf={({ domain }) => domain}
          />
        )}
      </Paged>
    </>
  );
}

function LatestScan({ domain: { domain, latest_job_id: jobId } }: { domain: Domain }) {
  if (jobId === null) return <span class="faint">none</span>;
  return (
    <Link href={`/scans/${jobId}`}>
      see it<span class="unseen">, the latest of {domain}</span>
    </Link>
  );
}

function NoDomain({ isFiltered }: { isFiltered: boolean }) {
  if (isFiltered) return <Empty title="No domain has this status." />;
  return (
    <Empty title="There is no domain yet.">
      <p>
        Queue one above, or many at once: <code>npx sitemap-scanner import domains.csv</code>
      </p>
    </Empty>
  );
}
