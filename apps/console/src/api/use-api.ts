import { keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/preact-query";
import type { OperationId } from "@sitemap-scanner/contracts";
import { useIsLive } from "../live.ts";
import { call } from "./call.ts";
import type { AnswerOf, Input } from "./contract.ts";

export interface UseApiOptions {
  /** Asked again this often while the page is live, in ms. Absent: only when something changed. */
  everyMs?: number;
  enabled?: boolean;
  also?: readonly number[];
}

/** What an operation that reads answers with, kept up to date. */
export function useApi<Id extends OperationId>(
  id: Id,
  input: Input<Id> = {},
  { everyMs, enabled = true, also = [] }: UseApiOptions = {},
): UseQueryResult<AnswerOf<Id>> {
  const isLive = useIsLive();
  return useQuery({
    queryKey: [id, input],
    queryFn: ({ signal }) => call(id, input, { signal, also }),
    enabled,
    refetchInterval: isLive && everyMs !== undefined ? everyMs : false,
    placeholderData: keepPreviousData,
  });
}
