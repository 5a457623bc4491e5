import { keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/preact-query";
import type { OperationId } from "@sitemap-scanner/contracts";
import type { ComponentChildren } from "preact";
import { call } from "../api/call.ts";
import type { AnswerOf, Input, ItemOf } from "../api/contract.ts";
import { useIsLive } from "../live.ts";
import { Empty, Failure } from "./notes.tsx";

/** Pages of a listing that are shown at a time: those before are let go, so that a tab stays small. */
const MOST_PAGES = 10;

interface PagedListing {
  data: unknown[];
  next: string | null;
}

/** Operations whose answers come in pages. */
export type PagedOperation = {
  [Id in OperationId]: AnswerOf<Id> extends PagedListing ? Id : never;
}[OperationId];

/** A listing page by page: the next one when somebody asks for it. */
export function Paged<Id extends PagedOperation>({
  id,
  input,
  everyMs,
  none,
  head,
  children,
}: {
  id: Id;
  input: Input<Id>;
  /** Asked again this often, while it is no longer than one page. */
  everyMs?: number;
  /** Stands there where no row does; absent: the children say so. */
  none?: ComponentChildren;
  /** What the first page says of all. */
  head?: (first: AnswerOf<Id>) => ComponentChildren;
  children: (rows: ItemOf<Id>[], more: { hasMore: boolean }) => ComponentChildren;
}) {
  const isLive = useIsLive();
  const client = useQueryClient();
  const queryKey = [id, input, "pages"];
  const listing = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => call(id, withCursor(input, pageParam), { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last: AnswerOf<Id>) => (last as PagedListing).next ?? undefined,
    maxPages: MOST_PAGES,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      isLive && everyMs !== undefined && isOnePage(state.data) ? everyMs : false,
  });
  const { data, error, hasNextPage: hasMore } = listing;
  const [first] = data?.pages ?? [];
  const rows = rowsOf<Id>(data?.pages ?? []);
  return (
    <>
      {error && <Failure error={error} />}
      {data?.pageParams[0] !== undefined && (
        <p class="more">
          What comes before was let go.{" "}
          <button type="button" onClick={() => void client.resetQueries({ queryKey, exact: true })}>
            Back to the beginning
          </button>
        </p>
      )}
      {first === undefined ? (
        !error && <p class="loading">Loading …</p>
      ) : (
        // What was asked for before stands there, dimmed, until the answer comes.
        <div aria-busy={listing.isPlaceholderData}>
          {head?.(first)}
          {rows.length > 0 || !none ? children(rows, { hasMore }) : hasMore ? <NoneSoFar /> : none}
        </div>
      )}
      {hasMore && (
        <p class="more">
          <button
            type="button"
            disabled={listing.isFetchingNextPage}
            onClick={() => void listing.fetchNextPage()}
          >
            {listing.isFetchingNextPage ? "Loading …" : "Show more"}
          </button>
        </p>
      )}
    </>
  );
}

/** A search of very many rows gives what it has found in time, and goes on from there. */
function NoneSoFar() {
  return (
    <Empty title="None so far">
      <p>Not all were looked at yet: show more to go on.</p>
    </Empty>
  );
}

/**
 * Whether an answer is no listing of several pages. Of one to which more was added all pages would be asked for
 * again: it stays as it is until somebody does something.
 */
export function isOnePage(data: unknown): boolean {
  const isListing = typeof data === "object" && data !== null && "pages" in data;
  return !isListing || !Array.isArray(data.pages) || data.pages.length <= 1;
}

function withCursor<Id extends PagedOperation>(
  input: Input<Id>,
  cursor: string | undefined,
): Input<Id> {
  return cursor === undefined ? input : { ...input, query: { ...Object(input.query), cursor } };
}

function rowsOf<Id extends PagedOperation>(pages: readonly AnswerOf<Id>[]): ItemOf<Id>[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all operations here are listings, and these are the items of this one
  return pages.flatMap((page) => (page as PagedListing).data) as ItemOf<Id>[];
}
