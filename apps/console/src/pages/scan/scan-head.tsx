import type { ScanStatus } from "@sitemap-scanner/contracts";
import { useApi } from "../../api/use-api.ts";
import { Status } from "../../parts/badge.tsx";
import { count, percent } from "../../parts/format.ts";
import { Ago, Lasted } from "../../parts/time.tsx";
import { Link } from "../../router.tsx";
import { ScanActs } from "./scan-acts.tsx";
import { isLiveScan } from "./use-scan.ts";

export function ScanHead({ job }: { job: ScanStatus }) {
  const { result } = job;
  return (
    <header class="scan-head">
      <div class="title">
        <h1>
          <Link href={`/domains/${encodeURIComponent(job.domain)}`}>{job.domain}</Link>
        </h1>
        <span aria-live="polite">
          <Status status={job.status} />
        </span>
        <ScanActs job={job} />
      </div>
      <Explained job={job} />
      {isLiveScan(job) && (
        <p class="progress">
          <progress max="1" value={job.progress} aria-label="How far it is" />{" "}
          {percent(job.progress)}
        </p>
      )}
      <dl class="facts">
        <Fact name="Sitemaps" value={count(result.sitemaps_found)} />
        <Fact
          name="Failed"
          value={count(result.sitemaps_failed)}
          isBad={result.sitemaps_failed > 0}
        />
        <Fact name="Pages" value={count(result.pages_found)} />
        <Fact name="New" value={count(result.pages_new)} />
        <Fact name="Changed" value={count(result.pages_changed)} />
        <Fact name="Removed" value={count(result.pages_removed)} />
        <Fact name="Asked for" value={<Ago at={job.created_at} />} />
        <Fact name="Took" value={<Lasted from={job.started_at} to={job.finished_at} />} />
        {result.limits_hit.length > 0 && (
          <Fact name="Limits hit" value={result.limits_hit.join(", ")} isBad />
        )}
      </dl>
    </header>
  );
}

const EVERY_MS = 2_000;

/** Who owes the next step, and by when; or how it ended, and why. */
function Explained({ job }: { job: ScanStatus }) {
  const input = { params: { job_id: job.job_id } };
  const { data } = useApi("explainJob", input, isLiveScan(job) ? { everyMs: EVERY_MS } : {});
  if (!data) return <p class="explained loading">…</p>;
  const isWrong = job.status === "failed";
  const look = isWrong ? "explained note note-bad" : "explained";
  if (data.details.length === 0) return <p class={look}>{data.summary}</p>;
  return (
    <details class={look} open={isWrong}>
      <summary>{data.summary}</summary>
      <ul>
        {data.details.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </details>
  );
}

function Fact({
  name,
  value,
  isBad = false,
}: {
  name: string;
  value: preact.ComponentChildren;
  isBad?: boolean;
}) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class={isBad ? "bad" : undefined}>{value}</dd>
    </div>
  );
}
