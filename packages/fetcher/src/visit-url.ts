import type { Agents } from "./agents.ts";
import { notPublic, refusalOfUrl, type UrlRefusal } from "./check-url.ts";
import { FetchError } from "./fetch-error.ts";
import type { HostGate, Turn } from "./host-gate.ts";
import type { Lifetime } from "./lifetime.ts";
import type { FetchLimits } from "./limits.ts";
import { type Hop, openHop, StaleConnectionError } from "./open-hop.ts";
import type { PolicyOfUrl } from "./policy-of-urls.ts";
import type { Proxy } from "./proxy.ts";
import type { Resolve } from "./resolve.ts";
import { resolveTarget } from "./resolve-target.ts";

/** What every hop of every fetch shares. */
export interface Route {
  agents: { kept: Agents; oneOff: Agents };
  gate: HostGate;
  limits: FetchLimits;
  policyOf: PolicyOfUrl;
  proxy: Proxy | null;
  resolve: Resolve;
}

export interface Visit {
  headers: Record<string, string>;
  /** Sent by POST; absent: a GET. */
  body?: string;
  lifetime: Lifetime;
  /** Whether a redirect led here. */
  isRedirected: boolean;
}

/**
 * Judges a URL, waits for a turn at its host, and asks for it. The turn lasts until the stream of
 * the answer is closed.
 * @throws {FetchError}
 */
export async function visitUrl(url: URL, visit: Visit, route: Route): Promise<Hop> {
  const { lifetime } = visit;
  // What is refused for its form stands in no line; the rest is looked up when its turn has come.
  const refusal = refusalOfUrl(url, route.policyOf(url));
  if (refusal !== null) throw refusedError(url, refusal, visit);
  lifetime.signal.throwIfAborted();
  const turn = await lifetime.offTheClock(() => route.gate.enter(url.host, lifetime.signal));
  try {
    const hop = await ask(url, visit, route);
    turn.answered(hop.response.statusCode ?? 0);
    leaveWhenClosed(turn, hop);
    return hop;
  } catch (error) {
    turn.leave();
    throw error;
  }
}

async function ask(url: URL, visit: Visit, route: Route): Promise<Hop> {
  const { agents, limits } = route;
  const { signal } = visit.lifetime;
  signal.throwIfAborted();
  const policy = route.policyOf(url);
  const target = await resolveTarget(url, {
    ...route,
    policy,
    signal,
    timeoutMs: limits.connectMs,
  });
  if (target.refusal !== null) throw refusedError(url, target.refusal, visit);
  const { headers, body } = visit;
  const sent = { headers, ...(body !== undefined && { body }) };
  const request = { ...route, ...sent, policy, signal, addresses: target.addresses };
  try {
    return await openHop(url, { ...request, agents: agents.kept });
  } catch (error) {
    if (!(error instanceof StaleConnectionError)) throw error;
    return await openHop(url, { ...request, agents: agents.oneOff });
  }
}

function leaveWhenClosed(turn: Turn, { stream }: Hop): void {
  if (stream.closed) turn.leave();
  else stream.once("close", () => turn.leave());
}

function refusedError(url: URL, refusal: UrlRefusal, { isRedirected }: Visit): FetchError {
  if (!isRedirected || refusal === "address") return notPublic(url);
  const state = "a redirect leads to another scheme or port, or carries a user name";
  return new FetchError("redirect_blocked", state, { url });
}
