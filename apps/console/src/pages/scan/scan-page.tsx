import { Failure } from "../../parts/notes.tsx";
import { Link, useLocation } from "../../router.tsx";
import { ScanHead } from "./scan-head.tsx";
import { TABS } from "./tabs.tsx";
import { useScan } from "./use-scan.ts";

export function ScanPage({ jobId }: { jobId: string }) {
  const { pathname, searchParams } = useLocation();
  const { data: job, error } = useScan(jobId);
  if (job === undefined && error) {
    return (
      <>
        <h1>Scan</h1>
        <Failure error={error} />
        <p>
          <Link href="/scans">All scans</Link>
        </p>
      </>
    );
  }
  const [first] = TABS;
  const tab = TABS.find(({ name }) => name === searchParams.get("tab")) ?? first;
  return (
    <>
      {error && <Failure error={error} />}
      {job ? (
        <ScanHead job={job} />
      ) : (
        <>
          <h1>Scan</h1>
          <p class="loading">Loading …</p>
        </>
      )}
      <nav class="tabs" aria-label="Of this scan">
        {TABS.map(({ name, title }) => (
          <Link
            key={name}
            href={`${pathname}?tab=${name}`}
            aria-current={name === tab.name ? "page" : undefined}
          >
            {title}
          </Link>
        ))}
      </nav>
      <section aria-label={tab.title} key={tab.name}>
        {tab.show({ jobId, job })}
      </section>
    </>
  );
}
