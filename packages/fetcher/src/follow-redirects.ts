import type { IncomingMessage } from "node:http";
import { FetchError } from "./fetch-error.ts";
import { leaveUnread } from "./leave-unread.ts";
import type { Lifetime } from "./lifetime.ts";
import type { Hop } from "./open-hop.ts";
import { type Route, visitUrl } from "./visit-url.ts";

/** The first answer that is no redirect. */
export interface Landing extends Hop {
  url: URL;
  /** The URLs that answered with a redirect, in order. */
  redirects: string[];
}

const REDIRECTS = new Set([300, 301, 302, 303, 307, 308]);
const NOT_ASCII = /[\x80-\xff]/g;
/** What a server was told in confidence is not told to another. */
const CONFIDENTIAL = /authorization|cookie|token|secret|password|api-?key/;

/**
 * Asks for `start` and goes where redirects lead, judging every hop like the first one.
 * @param headers names in lower case
 * @throws {FetchError}
 */
export async function followRedirects(
  start: URL,
  headers: Record<string, string>,
  route: Route,
  lifetime: Lifetime,
): Promise<Landing> {
  const redirects: string[] = [];
  let url = start;
  for (;;) {
    const sent = url.origin === start.origin ? headers : withoutConfidential(headers);
    const hop = await visitUrl(
      url,
      { headers: sent, lifetime, isRedirected: url !== start },
      route,
    );
    const location = locationOf(hop.response);
    if (location === null) return { ...hop, url, redirects };
    // Its turn at the host is over as soon as this is: none is held while we wait for the next.
    leaveUnread(hop.stream);
    if (redirects.length >= route.limits.maxRedirects) {
      const state = `it redirects more than ${route.limits.maxRedirects} times`;
      throw new FetchError("too_many_redirects", state, { url });
    }
    redirects.push(url.href);
    url = nextUrl(location, url);
  }
}

/** The address a redirect leads to, as sent; null when the answer is no redirect to anywhere. */
function locationOf({ statusCode = 0, headers }: IncomingMessage): string | null {
  if (!REDIRECTS.has(statusCode) || !headers.location) return null;
  // Node makes a character of each byte. Escaped as it came, it is asked for as it was meant: in
  // UTF-8 mostly, and else in the charset of the server.
  return headers.location.replace(
    NOT_ASCII,
    (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function nextUrl(location: string, from: URL): URL {
  const next = URL.parse(location, from.href);
  if (!next) {
    throw new FetchError("redirect_blocked", "a redirect leads to no valid URL", { url: from });
  }
  next.hash = "";
  return next;
}

function withoutConfidential(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !CONFIDENTIAL.test(name)));
}
