import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { Proxy } from "./proxy.ts";
import { TunnelAgent } from "./tunnel-agent.ts";

export interface Agents {
  http: HttpAgent;
  https: HttpsAgent;
}

export interface AgentsOptions {
  /** Idle connections kept per host: discovery asks the same host some twenty times in a row. */
  maxFreeSockets: number;
  /** null = no proxy, whatever the environment says. */
  proxy: Proxy | null;
  /** Longest wait for a connection through the proxy, in milliseconds. */
  tunnelMs: number;
}

/** Under the 5 s after which many servers hang up, so that a kept connection is mostly alive. */
const IDLE_MS = 4_000;

/** Connections that are kept for the next request to the same host. */
export function createKeepAliveAgents(options: AgentsOptions): Agents {
  const { maxFreeSockets } = options;
  return createAgents({ keepAlive: true, maxFreeSockets, timeout: IDLE_MS }, options);
}

/** A new connection for each request. */
export function createOneOffAgents(options: AgentsOptions): Agents {
  return createAgents({ keepAlive: false }, options);
}

export function closeAgents(agents: Agents): void {
  agents.http.destroy();
  agents.https.destroy();
}

interface Keeping {
  keepAlive: boolean;
  maxFreeSockets?: number;
  timeout?: number;
}

// NOTE: `proxyEnv` stands in place of the environment of the process, which has no say.
function createAgents(keeping: Keeping, { proxy, tunnelMs }: AgentsOptions): Agents {
  const options = { ...keeping, proxyEnv: {} };
  if (!proxy) return { http: new HttpAgent(options), https: new HttpsAgent(options) };
  return {
    http: new HttpAgent({ ...keeping, proxyEnv: { HTTP_PROXY: proxy.url } }),
    https: new TunnelAgent(options, { proxy, tunnelMs }),
  };
}
