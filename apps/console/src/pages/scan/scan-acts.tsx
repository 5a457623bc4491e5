import type { ScanStatus } from "@sitemap-scanner/contracts";
import { useAct } from "../../api/use-act.ts";
import { Failure } from "../../parts/notes.tsx";
import { navigate } from "../../router.tsx";
import { isLiveScan } from "./use-scan.ts";

/** Cancel while it is under way; once it has ended, again. */
export function ScanActs({ job }: { job: ScanStatus }) {
  const input = { params: { job_id: job.job_id } };
  const cancel = useAct("cancelJob");
  const retry = useAct("retryJob");
  const error = cancel.error ?? retry.error;
  return (
    <span class="acts">
      {isLiveScan(job) ? (
        <button type="button" disabled={cancel.isPending} onClick={() => cancel.mutate(input)}>
          Cancel
        </button>
      ) : (
        <button
          type="button"
          disabled={retry.isPending}
          onClick={() =>
            retry.mutate(input, { onSuccess: ({ job_id }) => navigate(`/scans/${job_id}`) })
          }
        >
          Scan again
        </button>
      )}
      {error && <Failure error={error} />}
    </span>
  );
}
