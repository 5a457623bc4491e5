import type { IncomingMessage } from "node:http";
import type { TargetPolicy } from "./address-policy.ts";
import type { Agents } from "./agents.ts";
import { notPublic } from "./check-url.ts";
import { FetchError } from "./fetch-error.ts";
import { leaveUnread } from "./leave-unread.ts";
import type { FetchLimits } from "./limits.ts";
import { type Hop, openHop, StaleConnectionError } from "./open-hop.ts";
import type { Resolve } from "./resolve.ts";
import { resolveTarget, type Target } from "./resolve-target.ts";

/** What every hop of every fetch shares. */
export interface Route {
  agents: { kept: Agents; oneOff: Agents };
  limits: FetchLimits;
  policy: TargetPolicy;
  resolve: Resolve;
}

/** The first answer that is no redirect. */
export interface Landing extends Hop {
  url: URL;
  /** The URLs that answered with a redirect, in order. */
  redirects: string[];
}

const REDIRECTS = new Set([300, 301, 302, 303, 307, 308]);
/** What a server was told in confidence is not told to another. */
const CONFIDENTIAL = new Set(["authorization", "cookie", "proxy-authorization"]);

/**
 * Asks for `start` and goes where redirects lead, judging every hop like the first one.
 * @param headers names in lower case
 * @throws {FetchError}
 */
export async function followRedirects(
  start: URL,
  headers: Record<string, string>,
  route: Route,
  signal: AbortSignal,
): Promise<Landing> {
  const redirects: string[] = [];
  let url = start;
  for (;;) {
    const sent = url.origin === start.origin ? headers : withoutConfidential(headers);
    const hop = await visit(url, { ...route, headers: sent, signal, isFirst: url === start });
    const location = locationOf(hop.response);
    if (location === null) return { ...hop, url, redirects };
    leaveUnread(hop.stream);
    if (redirects.length >= route.limits.maxRedirects) {
      const state = `it redirects more than ${route.limits.maxRedirects} times`;
      throw new FetchError("too_many_redirects", state, { url });
    }
    redirects.push(url.href);
    url = nextUrl(location, url);
  }
}

interface Visit extends Route {
  headers: Record<string, string>;
  signal: AbortSignal;
  isFirst: boolean;
}

async function visit(url: URL, options: Visit): Promise<Hop> {
  const { agents, limits, signal } = options;
  signal.throwIfAborted();
  const target = await resolveTarget(url, { ...options, timeoutMs: limits.connectMs });
  if (target.refusal !== null) throw refusedError(url, target.refusal, options.isFirst);
  const request = { ...options, addresses: target.addresses };
  try {
    return await openHop(url, { ...request, agents: agents.kept });
  } catch (error) {
    if (!(error instanceof StaleConnectionError)) throw error;
    return await openHop(url, { ...request, agents: agents.oneOff });
  }
}

function refusedError(
  url: URL,
  refusal: NonNullable<Target["refusal"]>,
  isFirst: boolean,
): FetchError {
  if (isFirst || refusal === "address") return notPublic(url);
  const state = "a redirect leads to another scheme or port, or carries a user name";
  return new FetchError("redirect_blocked", state, { url });
}

/** The address a redirect leads to, as sent; null when the answer is no redirect to anywhere. */
function locationOf({ statusCode = 0, headers }: IncomingMessage): string | null {
  if (!REDIRECTS.has(statusCode) || !headers.location) return null;
  // Node reads headers as Latin-1, but servers that do not escape send UTF-8.
  return Buffer.from(headers.location, "latin1").toString("utf8");
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
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !CONFIDENTIAL.has(name)));
}
