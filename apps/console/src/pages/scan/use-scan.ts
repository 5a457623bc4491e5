import type { Job, ScanStatus } from "@sitemap-scanner/contracts";
import { useQueryClient, type QueryClient, type UseQueryResult } from "@tanstack/preact-query";
import { useEffect } from "preact/hooks";
import { pathOf } from "../../api/call.ts";
import { useApi } from "../../api/use-api.ts";
import { useIsLive } from "../../live.ts";
import { isOnePage } from "../../parts/paged.tsx";

/** Lists of a scan that is under way are asked for again no more often than this, in ms. */
const LISTS_MS = 2_000;
/** Where a browser is told nothing, it asks. */
const EVERY_MS = 10_000;

export function isLiveScan({ status }: Pick<Job, "status">): boolean {
  return status === "pending" || status === "running";
}

/** A scan, as it goes: it is told of every step while it is under way and the page is live. */
export function useScan(jobId: string): UseQueryResult<ScanStatus> {
  const client = useQueryClient();
  const input = { params: { job_id: jobId }, query: {} };
  const scan = useApi("getScanStatus", input, { everyMs: EVERY_MS });
  const follows = useIsLive() && scan.data !== undefined && isLiveScan(scan.data);
  useEffect(() => (follows ? follow(client, jobId) : undefined), [client, jobId, follows]);
  return scan;
}

/** @returns ends it */
function follow(client: QueryClient, jobId: string): () => void {
  const stream = new EventSource(pathOf("streamJob", { params: { job_id: jobId } }));
  let timer: number | undefined;
  const renewLists = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void client.invalidateQueries({
        predicate: ({ queryKey, state }) =>
          queryKey[0] !== "getScanStatus" && isOnePage(state.data),
      });
    }, LISTS_MS);
  };
  stream.addEventListener("progress", ({ data }: MessageEvent<string>) => {
    const job: Job = JSON.parse(data);
    client.setQueriesData<ScanStatus>(
      { queryKey: ["getScanStatus"], predicate: ({ queryKey }) => isOf(queryKey[1], jobId) },
      (scan) => scan && { ...scan, ...job },
    );
  });
  stream.addEventListener("file", renewLists);
  stream.addEventListener("event", renewLists);
  stream.addEventListener("end", () => {
    stream.close();
    void client.invalidateQueries();
  });
  return () => {
    clearTimeout(timer);
    stream.close();
  };
}

function isOf(input: unknown, jobId: string): boolean {
  return JSON.stringify(input).includes(jobId);
}
