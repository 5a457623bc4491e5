import { InvalidDomainError, parseDomain } from "@sitemap-scanner/sitemap";

/** Why a domain cannot be scanned, as its job will say. */
export interface Refusal {
  code: string;
  message: string;
}

/** Throws an error with a `code` when the URL may not be fetched; looks nothing up. */
export type CheckUrl = (url: string) => void;

/**
 * Judges a domain that somebody queued, maybe by plain SQL, by its name alone.
 * @throws what `checkUrl` throws without a code
 */
export function refusalOfDomain(domain: string, checkUrl: CheckUrl): Refusal | null {
  try {
    const { domain: canonical } = parseDomain(domain);
    if (canonical !== domain) {
      const message = `Cannot scan "${domain}": this site is kept as "${canonical}", queue that`;
      return { code: "invalid_domain", message };
    }
    checkUrl(`https://${domain}`);
    return null;
  } catch (error) {
    if (error instanceof InvalidDomainError) return { code: error.code, message: error.message };
    if (error instanceof Error && "code" in error && typeof error.code === "string")
      return { code: error.code, message: error.message };
    throw error;
  }
}
