import { useMutation, useQueryClient, type UseMutationResult } from "@tanstack/preact-query";
import type { OperationId } from "@sitemap-scanner/contracts";
import { call } from "./call.ts";
import type { AnswerOf, Input } from "./contract.ts";

/** Something to be done by the API; whatever is shown is asked for again afterwards. */
export function useAct<Id extends OperationId>(
  id: Id,
): UseMutationResult<AnswerOf<Id>, Error, Input<Id>> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: Input<Id>) => call(id, input),
    onSettled: () => client.invalidateQueries(),
  });
}
