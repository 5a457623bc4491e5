import type { DomainDetail } from "@sitemap-scanner/contracts";
import { useAct } from "../../api/use-act.ts";
import { useApi } from "../../api/use-api.ts";
import { Status } from "../../parts/badge.tsx";
import { count } from "../../parts/format.ts";
import { Answered, Failure } from "../../parts/notes.tsx";
import { Ago } from "../../parts/time.tsx";
import { Link } from "../../router.tsx";
import { DOMAIN_STATUSES } from "../domains/domain-statuses.ts";
import { DomainHistory } from "./domain-history.tsx";
import { ScheduleForm } from "./schedule-form.tsx";

const EVERY_MS = 3_000;

/** One site over time: how it stands, when it is looked at again, and what changed from scan to scan. */
export function DomainPage({ domain }: { domain: string }) {
  const detail = useApi("getDomain", { params: { domain } }, { everyMs: EVERY_MS });
  return (
    <>
      <div class="title">
        <h1>{domain}</h1>
        {detail.data && <Status status={detail.data.status} />}
        {detail.data && <Queue domain={detail.data} />}
      </div>
      <Answered query={detail}>
        {(data) => (
          <>
            <Standing domain={data} />
            <ScheduleForm key={data.schedule.every} domain={data} />
            <DomainHistory domain={data.domain} />
          </>
        )}
      </Answered>
    </>
  );
}

function Standing({ domain }: { domain: DomainDetail }) {
  const { status, error, latest_job: job } = domain;
  return (
    <section aria-label="How it stands">
      <dl class="facts">
        <div>
          <dt>Now</dt>
          <dd>{DOMAIN_STATUSES[status]}</dd>
        </div>
        {job && (
          <>
            <div>
              <dt>Latest scan</dt>
              <dd>
                <Link href={`/scans/${job.job_id}`}>
                  <Ago at={job.created_at} />
                </Link>
              </dd>
            </div>
            <div>
              <dt>Pages</dt>
              <dd>{count(job.result.pages_found)}</dd>
            </div>
            <div>
              <dt>Sitemaps</dt>
              <dd>
                {count(job.result.sitemaps_found)}, {count(job.result.sitemaps_failed)} failed
              </dd>
            </div>
          </>
        )}
      </dl>
      {error !== null && <p class="note note-bad">{error}</p>}
    </section>
  );
}

function Queue({ domain: { domain, status } }: { domain: DomainDetail }) {
  const queue = useAct("queueDomain");
  return (
    <span class="acts">
      <span role="status">{queue.isSuccess && status === "queued" && "It is queued."}</span>
      <button
        type="button"
        disabled={queue.isPending || status === "queued"}
        onClick={() => queue.mutate({ params: { domain } })}
      >
        Scan when there is room
      </button>
      {queue.error && <Failure error={queue.error} />}
    </span>
  );
}
