import { checkUrl, type TargetPolicy } from "@sitemap-scanner/fetcher";
import { parseDomain } from "@sitemap-scanner/sitemap";

export interface ScanTarget {
  /** Canonical authority: lower-case punycode host, plus the port if not the scheme's default. */
  domain: string;
  /** Null when none was asked for. */
  scheme: "http" | "https" | null;
  /** Path and query of a deep URL; null for the home page. */
  path: string | null;
}

/**
 * Reads what a client calls a site, and makes sure that it may be fetched, before anything is written.
 * @throws InvalidDomainError when it names no site
 * @throws FetchError with `target_not_public` when it leads where we do not go
 */
export function readScanTarget(baseUrl: string, policy: TargetPolicy): ScanTarget {
  const { domain, origin, url } = parseDomain(baseUrl);
  const target = url ?? `https://${baseUrl.trim().replace(/^\/\//, "")}`;
  checkUrl(target, policy);
  return { domain, scheme: origin === null ? null : schemeOf(origin), path: pathOf(target) };
}

function pathOf(target: string): string | null {
  const { pathname, search } = new URL(target);
  return pathname === "/" && search === "" ? null : `${pathname}${search}`;
}

function schemeOf(origin: string): "http" | "https" {
  return origin.startsWith("https:") ? "https" : "http";
}
