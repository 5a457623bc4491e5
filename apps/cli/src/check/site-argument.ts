import { InvalidDomainError, parseDomain } from "@sitemap-scanner/sitemap";
import { UsageError } from "../errors.ts";

/** A site as a person names it. */
export interface Site {
  /** Canonical: as the API names it. */
  domain: string;
  /** Null for a bare domain. */
  scheme: "http" | "https" | null;
  /** Set when the address of something else than the home page was given. */
  url: string | null;
}

/**
 * Reads `example.com`, `http://example.com`, `example.com/sitemap.xml`.
 * @throws {UsageError} when it names no site
 */
export function readSite(text: string): Site {
  const given = parse(text);
  const { url } = given.url === null ? parse(`https://${text.trim()}`) : given;
  const home = URL.parse(url ?? "");
  const isHome = home?.pathname === "/" && home.search === "";
  return {
    domain: given.domain,
    scheme: given.origin === null ? null : schemeOf(given.origin),
    url: isHome ? null : url,
  };
}

function parse(text: string) {
  try {
    return parseDomain(text);
  } catch (error) {
    if (!(error instanceof InvalidDomainError)) throw error;
    throw new UsageError(`${error.message}\nGive a domain such as example.com, or a URL.`);
  }
}

function schemeOf(origin: string): "http" | "https" {
  return origin.startsWith("https:") ? "https" : "http";
}
