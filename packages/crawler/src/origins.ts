import { getDomain } from "tldts";

/**
 * The origins at which a site may answer, in the order in which they are tried: the named host on
 * both schemes, then its name with or without `www.`.
 *
 * @param domain canonical authority
 * @param scheme the one that was named, or null, which means https
 */
export function originsOf(domain: string, scheme: "http" | "https" | null): string[] {
  const schemes = scheme === "http" ? ["http", "https"] : ["https", "http"];
  const names = [domain, ...variantOf(domain)];
  const origins = names.flatMap((name) => schemes.map((scheme) => `${scheme}://${name}`));
  return [...new Set(origins.map(originOf))];
}

/** The origins of URLs, each once, without `origin` itself. */
export function otherOrigins(origin: string, urls: readonly string[]): string[] {
  return [...new Set(urls.map(originOf))].filter((other) => other !== origin);
}

/** `www.example.com` for `example.com` and the other way round; other names have none. */
function variantOf(domain: string): string[] {
  const { hostname } = new URL(`http://${domain}`);
  // Null for addresses, single labels, and what is a public suffix itself.
  const apex = getDomain(hostname, { extractHostname: false, validateHostname: false });
  if (apex === null) return [];
  if (hostname === apex) return [`www.${domain}`];
  return hostname === `www.${apex}` ? [domain.slice("www.".length)] : [];
}

function originOf(url: string): string {
  return new URL(url).origin;
}
