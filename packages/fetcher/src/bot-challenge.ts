import type { IncomingHttpHeaders } from "node:http";

/** Header → values that the named protection sets when it answers in place of the site. */
const CHALLENGES: Record<string, RegExp> = {
  "cf-mitigated": /^challenge$/i,
  "x-amzn-waf-action": /^(?:challenge|captcha)$/i,
  "x-vercel-mitigated": /^(?:challenge|deny)$/i,
  "x-dd-b": /./,
  "x-sucuri-block": /./,
};

/** Cloudflare, AWS WAF (also with 202), Vercel, DataDome and Sucuri say so in a header. */
export function isBotChallenge(headers: IncomingHttpHeaders): boolean {
  return Object.entries(CHALLENGES).some(([name, value]) =>
    value.test(String(headers[name] ?? "")),
  );
}
