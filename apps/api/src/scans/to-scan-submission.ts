import type { ScanRequest } from "@sitemap-scanner/contracts";
import { checkUrl, type TargetPolicy } from "@sitemap-scanner/fetcher";
import type { SubmitScan } from "@sitemap-scanner/pipeline";
import { toRequester, type Principal } from "../access/principal.ts";
import { InvalidRequestError } from "../http/parse-request.ts";
import { readScanTarget } from "./scan-target.ts";

/** What a scan may ask for. */
export interface ScanRules {
  defaultMaxPages: number;
  /** Highest `max_pages` that is taken. */
  maxPagesLimit: number;
  targets: TargetPolicy;
}

/**
 * Checks a request by all that can be known without looking anything up.
 * @throws InvalidRequestError when `max_pages` is over the limit
 * @throws InvalidDomainError
 * @throws FetchError with `target_not_public`, for the site or one of its sitemaps
 */
export function toScanSubmission(
  request: ScanRequest,
  principal: Principal,
  rules: ScanRules,
): Parameters<SubmitScan>[0] {
  const maxPages = request.max_pages ?? rules.defaultMaxPages;
  if (maxPages > rules.maxPagesLimit) {
    const message = `at most ${rules.maxPagesLimit} on this server`;
    throw new InvalidRequestError([{ path: "max_pages", message }]);
  }
  const { domain, scheme, path } = readScanTarget(request.base_url, rules.targets);
  for (const url of request.sitemap_urls ?? []) checkUrl(url, rules.targets);
  return {
    domain,
    scheme,
    path,
    maxPages,
    sitemapUrls: request.sitemap_urls,
    pageHosts: request.page_hosts ?? "any",
    source: "api",
    requester: toRequester(principal),
  };
}
