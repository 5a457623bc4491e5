import { isIP } from "node:net";
import { parse } from "tldts";
import type { TargetPolicy } from "./address-policy.ts";
import { FetchError } from "./fetch-error.ts";

/** `form`: scheme, userinfo or port. `address`: where it leads to. */
export type UrlRefusal = "form" | "address";

/**
 * Says from the URL alone, without any look-up, whether it can be fetched: http or https, no
 * userinfo, port 80 or 443, and a public address or a name under a public suffix. Where the policy
 * opens private ranges, the port and suffix of a name are left to be judged with its addresses.
 * @throws {FetchError} `target_not_public`, always with the same message.
 */
export function checkUrl(url: string | URL, policy: TargetPolicy): void {
  const parsed = URL.parse(String(url));
  if (!parsed || refusalOfUrl(parsed, policy)) throw notPublic(url);
}

export function refusalOfUrl(url: URL, policy: TargetPolicy): UrlRefusal | null {
  if (url.protocol !== "http:" && url.protocol !== "https:") return "form";
  if (url.username !== "" || url.password !== "") return "form";
  const host = hostOf(url);
  if (isIP(host) !== 0) return refusalOfAddresses(url, [host], policy);
  return policy.opensPrivate ? null : refusalOfPublic(url);
}

/** Judges all addresses of a URL's host: one that is refused refuses them all. */
export function refusalOfAddresses(
  url: URL,
  addresses: string[],
  policy: TargetPolicy,
): UrlRefusal | null {
  const verdicts = addresses.map((address) => policy.judge(address));
  if (verdicts.includes("refused")) return "address";
  if (verdicts.every((verdict) => verdict === "allowed")) return null;
  return refusalOfPublic(url);
}

/** The host as a socket wants it: an IPv6 literal without its brackets. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, "$1");
}

/** NOTE: one message for every reason, so that a refusal tells nothing about a network. */
export function notPublic(url: string | URL): FetchError {
  return new FetchError(
    "target_not_public",
    "only http and https on ports 80 and 443 of public addresses are fetched",
    { url },
  );
}

function refusalOfPublic(url: URL): UrlRefusal | null {
  // `URL` writes the default port as "": 443 over http and 80 over https are left.
  if (!["", "80", "443"].includes(url.port)) return "form";
  const host = hostOf(url);
  return isIP(host) !== 0 || hasPublicSuffix(host) ? null : "address";
}

/** On the list of public suffixes, and yet no part of the public web: `home.arpa` is anybody's home. */
const NOT_FOR_THE_WEB = /\.(?:arpa|onion)$/;

function hasPublicSuffix(host: string): boolean {
  const name = host.replace(/\.$/, "");
  if (NOT_FOR_THE_WEB.test(name)) return false;
  // A bare suffix such as `com` has no dot; on a local network it may be anybody.
  if (!name.includes(".")) return false;
  return parse(name, { extractHostname: false, validateHostname: false }).isIcann === true;
}
