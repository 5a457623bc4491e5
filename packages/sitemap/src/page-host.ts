import { parse } from "tldts";

/** How far a page is from the site whose sitemap lists it. */
export type HostRelation = "same-host" | "same-domain" | "foreign";

/** `allowPrivateDomains`: two blogs on the domain of one provider are two sites. */
const RULES = { allowPrivateDomains: true, validateHostname: false, extractHostname: false };

/**
 * Says whose page a URL is. `same-host`: host and port are those of the site, with or without
 * `www.`. `same-domain`: both belong to one registrable domain, on whatever port; addresses and
 * names without a public suffix have none.
 *
 * @param pageUrl in normal form, as every entry has it
 * @param domain the canonical authority of the site: host, and the port if it is not the default
 */
export function relateHost(pageUrl: string, domain: string): HostRelation {
  const authority = authorityOf(pageUrl);
  // Asked for each page of a scan, and true of nearly all: nothing is parsed for it.
  if (authority === domain || siteOf(authority) === siteOf(domain)) return "same-host";
  const registrable = registrableDomain(domain);
  return registrable !== null && registrable === registrableDomain(authority)
    ? "same-domain"
    : "foreign";
}

/** A URL in normal form has no userinfo and no default port. */
function authorityOf(url: string): string {
  const start = url.indexOf("://") + 3;
  const end = url.indexOf("/", start);
  return url.slice(start, end < 0 ? url.length : end);
}

function siteOf(authority: string): string {
  const name = authority.startsWith("www.") ? authority.slice(4) : authority;
  return name.includes(".:") || name.endsWith(".") ? name.replace(/\.(?=:|$)/, "") : name;
}

/** @returns null for an address, and for a name without a public suffix or with nothing before it */
export function registrableDomain(authority: string): string | null {
  const name = authority.replace(/\.?(?::\d+)?$/, "");
  const { domain, isIcann, isPrivate } = parse(name, RULES);
  return isIcann === true || isPrivate === true ? domain : null;
}
