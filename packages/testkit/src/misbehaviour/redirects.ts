import type { SiteAnswer, SiteHandler, SiteResponse } from "../site-response.ts";
import { answerWith } from "./answer-with.ts";

/** Leads to `location`, sent as it is given. Default 302. */
export function redirectTo(location: string, status = 302): SiteAnswer {
  return { status, headers: { location } };
}

/** Leads to itself. */
export function redirectLoop(): SiteHandler {
  return ({ url = "/" }) => redirectTo(url);
}

/** Leads `hops` times to its own path with another query, and then answers with `then`. */
export function redirectChain(hops: number, then: SiteResponse = "the end"): SiteHandler {
  return (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://site");
    const left = Number(searchParams.get("left") ?? hops);
    if (left > 0) return redirectTo(`${pathname}?left=${left - 1}`);
    return answerWith(then, request, response);
  };
}
