export interface ParsedDomain {
  /** Canonical authority: host in punycode and lower case, plus the port if not the default one. */
  domain: string;
  /** Scheme and authority, or null when the input named no scheme. */
  origin: string | null;
  /** The whole input as a URL, without fragment; null when the input named no scheme. */
  url: string | null;
}

/** The input names no site that could be scanned. */
export class InvalidDomainError extends Error {
  override readonly name = "InvalidDomainError";
  readonly code = "invalid_domain";

  constructor(input: string, reason: string) {
    const shown = input.length > 80 ? `${input.slice(0, 80)}…` : input;
    super(`Cannot read domain ${JSON.stringify(shown)}: ${reason}`);
  }
}

const MAX_INPUT_LENGTH = 2_048;
// oxlint-disable-next-line no-control-regex -- they are what is refused
const SPACE_OR_CONTROL = /[\s\u0000-\u001f\u007f-\u009f]/;

/**
 * Reads what a person calls a site: a bare domain (`Example.com`, `127.0.0.1:8080`), an origin or a
 * deep URL. Says nothing about whether the host exists or may be fetched.
 *
 * @throws InvalidDomainError for another scheme than http and https, userinfo, spaces, an impossible
 *   host, or more than 2,048 characters
 */
export function parseDomain(input: string): ParsedDomain {
  const text = input.trim();
  const fail = (reason: string): never => {
    throw new InvalidDomainError(text, reason);
  };
  if (text === "") return fail("it is empty");
  if (text.length > MAX_INPUT_LENGTH) return fail(`it is over ${MAX_INPUT_LENGTH} characters`);
  if (SPACE_OR_CONTROL.test(text)) return fail("it contains white space");
  const scheme = schemeOf(text);
  if (scheme !== null && !/^https?:\/\/[^/\\]/i.test(text)) return fail("it is not http or https");
  const bare = text.replace(/^\/\//, "");
  const url = URL.parse(scheme === null ? `https://${bare}` : text);
  if (url === null || /^\/|\\/.test(bare)) return fail("it is no host name or URL");
  if (/^[^/?#]*@/.test(text.replace(/^(?:https?:)?\/\//i, ""))) return fail("it contains userinfo");
  url.hash = "";
  url.hostname = url.hostname.replace(/\.$/, "");
  if (!isHost(url.hostname)) return fail("its host name is impossible");
  // Without a scheme both defaults are as good as none.
  const domain = scheme === null && url.port === "80" ? url.hostname : url.host;
  return scheme === null
    ? { domain, origin: null, url: null }
    : { domain, origin: url.origin, url: url.href };
}

/** A word and a colon are a scheme unless a port follows. */
function schemeOf(text: string): string | null {
  return /^([a-z][a-z\d+.-]*):(?!\d+(?:[/?#]|$))/i.exec(text)?.[1] ?? null;
}

function isHost(hostname: string): boolean {
  if (hostname.startsWith("[")) return true;
  const labels = hostname.split(".");
  return hostname.length <= 253 && labels.every(({ length }) => length > 0 && length <= 63);
}
