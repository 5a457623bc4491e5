/** The page that a protection against bots shows in place of what was asked for. */
interface Protection {
  name: string;
  /** What stands in its pages. One alone may stand in any page, so two are needed. */
  marks: RegExp[];
}

const MARKS_NEEDED = 2;

const PROTECTIONS: readonly Protection[] = [
  {
    name: "Cloudflare",
    marks: [
      /<title>\s*(?:Just a moment|Attention Required! \| Cloudflare|Please Wait\.\.\. \| Cloudflare)/i,
      /window\._cf_chl_opt|cf-chl-|cf_chl_/,
      /\/cdn-cgi\/challenge-platform\//,
      /Enable JavaScript and cookies to continue/i,
      /class="cf-error-details|cf-wrapper|Cloudflare Ray ID/,
      /You (?:are unable to access|have been blocked)/i,
    ],
  },
  {
    name: "Imperva Incapsula",
    marks: [
      /\/_Incapsula_Resource\?/,
      /Incapsula incident ID/i,
      /Request unsuccessful/i,
      /SWJIYLWA=|SWUDNSAI=|CWUDNSAI=/,
      /id="main-iframe"/,
    ],
  },
  {
    name: "DataDome",
    marks: [
      /\b(?:geo|ct|interstitial)\.captcha-delivery\.com/,
      /var dd\s*=\s*\{/,
      /Please enable JS and disable any ad blocker/i,
    ],
  },
  {
    name: "HUMAN (PerimeterX)",
    marks: [
      /id="px-captcha"|px-captcha/,
      /window\._pxAppId/,
      /captcha\.px-cdn\.net|captcha\.px-cloud\.net|_pxCaptcha|_pxBlockedUrl|px-cdn\.net\/api/i,
      /Access to this page has been denied|Press (?:&amp;|&|and) Hold/i,
    ],
  },
  {
    name: "Akamai",
    marks: [
      /<title>\s*Access Denied\s*<\/title>/i,
      /You don'?t have permission to access/i,
      /Reference\s*(?:#|&#35;|&#32;&#35;)\s*[\da-f]+\.[\da-f]+\./i,
      /errors\.edgesuite\.net/i,
    ],
  },
  {
    name: "AWS WAF",
    marks: [
      /window\.awsWafCookieDomainList|window\.gokuProps/,
      /\.(?:token|captcha)\.awswaf\.com\//,
      /AwsWafIntegration|AwsWafCaptcha/,
    ],
  },
  {
    name: "Sucuri",
    marks: [
      /<title>\s*Sucuri WebSite Firewall/i,
      /sucuri_cloudproxy_js/,
      /You are being redirected\.\.\./i,
      /sucuri\.net\/privacy-policy|cloudproxy@sucuri\.net|cdn\.sucuri\.net/i,
      /Access Denied - Sucuri/i,
    ],
  },
  {
    name: "DDoS-Guard",
    marks: [
      /<title>\s*DDoS-Guard/i,
      /check\.ddos-guard\.net|\/\.well-known\/ddos-guard\//i,
      /Checking your browser before accessing/i,
    ],
  },
  {
    name: "Kasada",
    marks: [
      /window\.KPSDK\s*=/,
      /\/ips\.js\?[^"'<>]*\b(?:KP_UIDz|x-kpsdk)/i,
      /\/149e9513-01fa-4fb0-aad4-566afd725d1b\//,
    ],
  },
  {
    name: "Anubis",
    marks: [
      /<title>[^<]*Making sure you(?:'|&#39;|&#x27;|&apos;|’)re not a bot/i,
      /\/\.within\.website\/x\/(?:cmd|xess)\//,
      /id="anubis_(?:challenge|version|base_prefix)"/,
      /Protected by\s+(?:<a[^<>]*>)?\s*Anubis/i,
    ],
  },
];

const HTML = /<(?:!doctype\s+html|html|head|body)\b/i;
/** Prose about such pages: a real one holds little but its script. */
const SCRIPTS_AND_STYLES = /<(script|style)\b[^]*?(?:<\/\1\s*>|$)/gi;
const MAX_WORDS = 400;

/**
 * Tells the page of a protection against bots from any other.
 *
 * @param beginning the first 16 KiB or so of a file, decoded
 * @returns whose page it is, or null
 */
export function findBotChallenge(beginning: string): string | null {
  if (!HTML.test(beginning)) return null;
  const protection = PROTECTIONS.find(
    ({ marks }) => marks.filter((mark) => mark.test(beginning)).length >= MARKS_NEEDED,
  );
  if (protection === undefined) return null;
  const shown = beginning.replace(SCRIPTS_AND_STYLES, " ").replace(/<[^<>]*>/g, " ");
  return shown.split(/\s+/).length > MAX_WORDS ? null : protection.name;
}
