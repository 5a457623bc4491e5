import { JOB_STATUSES, readFilter } from "./filter.ts";
import { useApi } from "../../api/use-api.ts";
import { Choice } from "../../parts/choice.tsx";
import { Paged } from "../../parts/paged.tsx";
import { count } from "../../parts/format.ts";
import { Link, setSearch, useLocation } from "../../router.tsx";
import { ScanTable } from "./scan-table.tsx";

const EVERY_MS = 3_000;
const AGES = ["", "1m", "10m", "1h", "1d", "7d"];

export function ScansPage() {
  const { searchParams } = useLocation();
  const filter = readFilter(searchParams);
  return (
    <>
      <h1>Scans</h1>
      <StatusTabs chosen={filter.status} domain={filter.domain} />
      <Filters domain={filter.domain} olderThan={filter.older_than} />
      <Paged id="listJobs" input={{ query: filter }} everyMs={EVERY_MS}>
        {(jobs) => <ScanTable jobs={jobs} />}
      </Paged>
    </>
  );
}

function StatusTabs({
  chosen,
  domain,
}: {
  chosen: string | undefined;
  domain: string | undefined;
}) {
  const { data } = useApi("countJobs", { query: { domain } }, { everyMs: EVERY_MS });
  const total = data && JOB_STATUSES.reduce((sum, status) => sum + data[status], 0);
  const about = data?.estimated ? "about " : "";
  return (
    <nav class="tabs" aria-label="By status">
      <Tab isChosen={chosen === undefined} status={undefined}>
        all {total !== undefined && <small>{`${about}${count(total)}`}</small>}
      </Tab>
      {JOB_STATUSES.map((status) => (
        <Tab key={status} isChosen={chosen === status} status={status}>
          {status} {data && <small>{count(data[status])}</small>}
        </Tab>
      ))}
    </nav>
  );
}

function Tab({
  status,
  isChosen,
  children,
}: {
  status: string | undefined;
  isChosen: boolean;
  children: preact.ComponentChildren;
}) {
  const { pathname, searchParams } = useLocation();
  const search = new URLSearchParams(searchParams);
  if (status === undefined) search.delete("status");
  else search.set("status", status);
  return (
    <Link href={`${pathname}?${search}`} aria-current={isChosen ? "page" : undefined}>
      {children}
    </Link>
  );
}

function Filters({
  domain = "",
  olderThan = "",
}: {
  domain: string | undefined;
  olderThan: string | undefined;
}) {
  return (
    <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
      <label>
        Domain
        <input
          data-search
          value={domain}
          placeholder="example.com"
          onChange={(event) => setSearch({ domain: event.currentTarget.value.trim() })}
        />
      </label>
      <Choice
        label="Asked for longer ago than"
        value={olderThan}
        options={AGES.map((age) => [age, age || "any time"])}
        onChoose={(age) => setSearch({ older_than: age })}
      />
    </form>
  );
}
