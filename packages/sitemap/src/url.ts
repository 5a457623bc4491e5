import { hash } from "node:crypto";
import { cleanLine } from "./clean-text.ts";
import { registrableDomain } from "./page-host.ts";
import { unwrapUrl } from "./wrapped-url.ts";

/** The protocol says 2,048; what is longer than this is no address. */
const MAX_URL_LENGTH = 8_192;
const ABSOLUTE = /^[a-z][a-z\d+.-]*:/i;
const HTTP = /^https?:/i;
/** Nearly every URL there is: nothing of it is odd before its host. */
const TWO_SLASHES = /^https?:[\\/]{2}(?!https?:)[^\\/]/i;
/** A path, which may carry a URL. */
const ROOTED = /^\/(?![\\/])/;
/** One slash before the host, or three, or two before a word that is no host. */
const OTHER_SLASHES = /^(?:https?:|[\\/]{3}|[\\/]{2}[^\\/?#.:]*(?:[\\/?#]|$))/i;
/**
 * A scheme in the place of the host: `http://https://a.example/`, `https://http//a.example`. A browser
 * would make an address of it that nobody meant; so it would of half a scheme.
 */
const SCHEME_TWICE = /^(?:https?:\/{0,2}|\/\/)(?:[^/?#]*https?:\/\/|https?:?\/)/i;
/** `http//a.example`, `https ://a.example`, `://a.example`. */
const HALF_SCHEME = /^(?:https?(?!:\/\/)[\s:;.,]{0,3}\/\/|:\/\/)/i;
const AUTHORITY = /^[a-z\d.-]+(?::\d+)?$/i;
/** What a template or a page left behind, or the file itself: no path that somebody meant. */
const NO_PATH = /^(?:<|\{\{|\{%|\$\{|&[a-z]\w*;|#|https?%3A)/i;
/**
 * `<?= $slug ?>`, `{{ slug }}`, `${slug}`, `'.$slug.'`: what a program was to write. Without it an address is
 * another one.
 */
const PROGRAM = /<[?%]|\{\{[^{}]*\}\}|\$\{[^{}]*\}|['"] ?\. ?\$/;
/** Slashes as JSON has them. */
const ESCAPED = /^https?:\\\/\\\//i;
/** What is left of the end of CDATA, perhaps misspelt; a `]` alone may belong to the address. */
const END_OF_CDATA = /\]{1,2}(?:>|&gt;)$|(?<=^[^[]*)\]\]$/;

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
  const line = asWritten(cleanLine(text));
  if (line === "") return { rejected: "url_empty" };
  if (line.length > MAX_URL_LENGTH) return { rejected: "url_too_long" };
  if (PROGRAM.test(line)) return { rejected: "url_invalid" };
  const url = parse(HTTP.test(line) ? line : unwrapUrl(line), base);
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

/** Undoes what was done to an address on its way into the file. */
function asWritten(line: string): string {
  const last = line.at(-1);
  const mayEndCdata = last === ">" || last === "]" || last === ";";
  const text = mayEndCdata ? line.replace(END_OF_CDATA, "") : line;
  return ESCAPED.test(text) ? text.replaceAll("\\/", "/") : text;
}

function parse(line: string, base: string | undefined): URL | null {
  const isUsual = TWO_SLASHES.test(line);
  if (isUsual && !line.includes("//", 8)) return URL.parse(line);
  if (ROOTED.test(line)) return URL.parse(line, base);
  if (SCHEME_TWICE.test(line) || HALF_SCHEME.test(line)) return null;
  if (isUsual) return URL.parse(line);
  if (OTHER_SLASHES.test(line) && !namesHostBehindSlashes(line, base)) return null;
  if (HTTP.test(line)) return URL.parse(line);
  if (isHostWithPort(line)) return URL.parse(`//${line}`, base);
  if (ABSOLUTE.test(line) || base === undefined) return URL.parse(line);
  if (namesHostOf(line, base)) return URL.parse(`//${line}`, base);
  return isPath(line) ? URL.parse(line, base) : null;
}

/** What has a URL in it before its query, and is no `//host`, is one that something is wrong with. */
function isPath(line: string): boolean {
  return !NO_PATH.test(line) && (line.startsWith("//") || !/^[^?]*:\/\//.test(line));
}

/** `https:/example.com/a` and `https:////example.com/a`, but not `https:///a`, which lacks its host. */
function namesHostBehindSlashes(line: string, base: string | undefined): boolean {
  const authority = /^(?:https?:)?[\\/]*([^\\/?#]*)/i.exec(line)?.[1] ?? "";
  if (base !== undefined && isHostOf(authority, base)) return true;
  return registrableDomain(authority.slice(authority.lastIndexOf("@") + 1)) !== null;
}

/** `example.com:8080/a` begins like a scheme. */
function isHostWithPort(line: string): boolean {
  return /^[a-z\d.-]+\.[a-z\d-]+:\d+(?:[/?#]|$)/i.test(line);
}

/** `example.com/a` without a scheme, in a file of example.com or blog.example.com, names its host. */
function namesHostOf(line: string, base: string): boolean {
  const first = /^[^/?#]+/.exec(line)?.[0] ?? "";
  return first.includes(".") && (/^www\./i.test(first) || isHostOf(first, base));
}

/**
 * @returns whether that is a host, perhaps with a port, of the site of a URL: its own, with or without
 *   `www.`, or another one of its registrable domain
 */
export function isHostOf(authority: string, url: string): boolean {
  const host = URL.parse(url)?.host;
  if (host === undefined || !AUTHORITY.test(authority)) return false;
  const name = authority.toLowerCase();
  if (withoutWww(name) === withoutWww(host)) return true;
  const domain = registrableDomain(host);
  return domain !== null && domain === registrableDomain(name);
}

function withoutWww(host: string): string {
  return host.replace(/^www\./, "");
}
