import type { TakenDelivery } from "@sitemap-scanner/database";
import { FetchError, type Poster } from "@sitemap-scanner/fetcher";
import { signMessage, type Attempt } from "@sitemap-scanner/pipeline";

/** Sends once. Throws the reason of `signal` when told to let go, and what is a fault of ours. */
export type SendDelivery = (delivery: TakenDelivery, signal: AbortSignal) => Promise<Attempt>;

/** Of the body of an answer, kept to be looked at. */
const KEPT_CHARACTERS = 1_000;

export function createSendDelivery(deps: {
  poster: Pick<Poster, "post">;
  /** Where a client sees how a job stands. */
  statusUrlOf: (jobId: string) => string;
}): SendDelivery {
  return async (delivery, signal) => {
    const startedAt = performance.now();
    const took = () => performance.now() - startedAt;
    const message = signMessage(delivery, deps.statusUrlOf);
    try {
      const answer = await deps.poster.post(delivery.url, { ...message, signal });
      const isHoped = answer.status >= 200 && answer.status < 300;
      return {
        durationMs: took(),
        responseStatus: answer.status,
        responseBody: toText(answer.sample),
        error: isHoped ? null : errorOfStatus(answer.status),
        retryAfterMs: answer.retryAfterMs,
      };
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof FetchError) || error.code === "internal_error") throw error;
      const { code, message: text } = error;
      return {
        durationMs: took(),
        responseStatus: null,
        responseBody: null,
        error: { code, message: text },
        retryAfterMs: null,
      };
    }
  };
}

function errorOfStatus(status: number): { code: string; message: string } {
  const message = `The endpoint answered ${status}`;
  const isRedirect = status >= 300 && status < 400;
  return isRedirect
    ? { code: "redirected", message: `${message}: redirects are not followed` }
    : { code: `http_${status}`, message };
}

/** As text that Postgres takes. */
function toText(sample: Uint8Array | null): string | null {
  if (!sample) return null;
  return new TextDecoder()
    .decode(sample)
    .replaceAll("\0", "")
    .slice(0, KEPT_CHARACTERS)
    .toWellFormed();
}
