import type { SiteHandler, SiteResponse } from "../site-response.ts";

/** What a handler returns to have another response given in its place. */
export function answerWith(
  response: SiteResponse,
  ...exchange: Parameters<SiteHandler>
): ReturnType<SiteHandler> {
  return typeof response === "function" ? response(...exchange) : response;
}
