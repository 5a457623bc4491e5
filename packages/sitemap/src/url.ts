import { hash } from "node:crypto";
import { cleanLine } from "./clean-text.ts";

/** The protocol says 2,048; what is longer than this is no address. */
const MAX_URL_LENGTH = 8_192;
const ABSOLUTE = /^[a-z][a-z\d+.-]*:/i;
const HTTP = /^https?:\/\//i;
/**
 * A scheme in the place of the host, or half a scheme: `http://https://a.example/`, `http//a.example`,
 * `://a.example`. A browser would make an address of it that nobody meant.
 */
const BROKEN_SCHEME = /^(?:https?:\/\/[^/?#]*https?:\/\/|https?\/\/|:\/\/)/i;

/** Why a text is no URL that can be kept. */
export type UrlRejection = "url_empty" | "url_too_long" | "url_scheme" | "url_invalid";

/** `hadUserinfo`: a name or password stood in it and was dropped. */
export type NormalUrl = { url: string; hadUserinfo: boolean } | { rejected: UrlRejection };

/**
 * The one form in which a URL is stored and compared (WHATWG): host in punycode and lower case, no
 * default port, no userinfo, no fragment; the path is left alone.
 *
 * @param base what relative, `//host` and scheme-less texts are resolved against
 * @returns `rejected` is the reason: `url_empty`, `url_too_long`, `url_scheme` (not http or https),
 *   `url_invalid`
 */
export function normalizeUrl(text: string, base?: string): NormalUrl {
  const line = cleanLine(text);
  if (line === "") return { rejected: "url_empty" };
  if (line.length > MAX_URL_LENGTH) return { rejected: "url_too_long" };
  if (BROKEN_SCHEME.test(line)) return { rejected: "url_invalid" };
  const url = HTTP.test(line) ? URL.parse(line) : parseOther(line, base);
  if (url === null) return { rejected: "url_invalid" };
  if (url.protocol !== "https:" && url.protocol !== "http:") return { rejected: "url_scheme" };
  if (url.hash !== "" || line.endsWith("#")) url.hash = "";
  const hadUserinfo = url.username !== "" || url.password !== "";
  if (hadUserinfo) {
    url.username = "";
    url.password = "";
  }
  const { href } = url;
  return href.length > MAX_URL_LENGTH ? { rejected: "url_too_long" } : { url: href, hadUserinfo };
}

/** @returns the first 16 bytes of the SHA-256 of the UTF-8, in hex: the identity of a URL in an index */
export function hashUrl(url: string): string {
  return hash("sha256", url, "hex").slice(0, 32);
}

function parseOther(line: string, base: string | undefined): URL | null {
  if (base === undefined || (ABSOLUTE.test(line) && !isHostWithPort(line))) return URL.parse(line);
  return URL.parse(namesHostOf(line, base) ? `//${line}` : line, base);
}

/** `example.com:8080/a` begins like a scheme. */
function isHostWithPort(line: string): boolean {
  return /^[a-z\d.-]+\.[a-z\d-]+:\d+(?:[/?#]|$)/i.test(line);
}

/** `example.com/a` without a scheme, in a file of example.com or www.example.com, names its host. */
function namesHostOf(line: string, base: string): boolean {
  if (isHostWithPort(line)) return true;
  const first = /^[^/?#]+/.exec(line)?.[0].toLowerCase() ?? "";
  return first.includes(".") && (first.startsWith("www.") || isHostOf(first, base));
}

/** @returns whether that is the host and port of a URL, with or without `www.` */
export function isHostOf(authority: string, url: string): boolean {
  const host = URL.parse(url)?.host;
  return host !== undefined && withoutWww(authority.toLowerCase()) === withoutWww(host);
}

function withoutWww(host: string): string {
  return host.replace(/^www\./, "");
}
