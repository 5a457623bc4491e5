import { createTargetPolicy, type TargetPolicy } from "./address-policy.ts";

/** For an origin that was allowed by its name, whatever address that leads to. */
const ALLOW_ALL: TargetPolicy = { opensPrivate: true, judge: () => "allowed" };

/** Says by which policy a URL is judged: each hop by its own. */
export type PolicyOfUrl = (url: URL) => TargetPolicy;

/**
 * @throws {TypeError} for an entry that is no CIDR, or no origin
 */
export function createPolicyOfUrls(allowed: {
  allowPrivate: string[];
  allowOrigins?: string[] | undefined;
}): PolicyOfUrl {
  const policy = createTargetPolicy(allowed.allowPrivate);
  const origins = new Set((allowed.allowOrigins ?? []).map(requireOrigin));
  return (url) => (origins.has(url.origin) ? ALLOW_ALL : policy);
}

/**
 * For what is not to be read on its way: as `policy` says over https, and over http where a private range
 * is opened.
 */
export function policyOfPosts(policy: TargetPolicy): PolicyOfUrl {
  const overHttp: TargetPolicy = {
    opensPrivate: policy.opensPrivate,
    judge: (address) => (policy.judge(address) === "allowed" ? "allowed" : "refused"),
  };
  return (url) => (url.protocol === "https:" ? policy : overHttp);
}

function requireOrigin(text: string): string {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.origin !== text) {
    throw new TypeError(`Cannot allow origin "${text}": it is no origin such as http://api:8000`);
  }
  return text;
}
