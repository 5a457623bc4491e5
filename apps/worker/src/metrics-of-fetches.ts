import type { Outcome } from "@sitemap-scanner/contracts";
import { FetchError, type Fetcher, type FetchResponse } from "@sitemap-scanner/fetcher";

interface FetchCounts {
  onFetch: (outcome: Outcome) => void;
  onBytes: (bytes: number) => void;
}

/** The same fetcher, each of its fetches counted once with its outcome, and the bytes of its bodies. */
export function countFetches(fetcher: Fetcher, counts: FetchCounts): Fetcher {
  return {
    async fetch(url, request) {
      try {
        return countBody(await fetcher.fetch(url, request), counts);
      } catch (error) {
        counts.onFetch(outcomeOf(error));
        throw error;
      }
    },
    close: () => fetcher.close(),
  };
}

function countBody(response: FetchResponse, counts: FetchCounts): FetchResponse {
  let isCounted = false;
  const settle = (outcome: Outcome) => {
    if (!isCounted) counts.onFetch(outcome);
    isCounted = true;
  };
  if (response.status === 304) settle("not_modified");
  return {
    ...response,
    get hasExcess() {
      return response.hasExcess;
    },
    body: counted(response.body, settle, counts),
    discard() {
      settle("ok");
      response.discard();
    },
  };
}

/** A reader that has seen enough ends it early, which is no failure. */
async function* counted(
  body: FetchResponse["body"],
  settle: (outcome: Outcome) => void,
  { onBytes }: FetchCounts,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body) {
      onBytes(chunk.byteLength);
      yield chunk;
    }
  } catch (error) {
    settle(outcomeOf(error));
    throw error;
  } finally {
    settle("ok");
  }
}

function outcomeOf(error: unknown): Outcome {
  return error instanceof FetchError ? error.code : "internal_error";
}
