import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";

export interface Agents {
  http: HttpAgent;
  https: HttpsAgent;
}

/** Idle connections kept per host: discovery asks the same host some twenty times in a row. */
const IDLE_SOCKETS = 4;
/** Under the 5 s after which many servers hang up, so that a kept connection is mostly alive. */
const IDLE_MS = 4_000;

/** Connections that are kept for the next request to the same host. */
export function createKeepAliveAgents(): Agents {
  const options = { keepAlive: true, maxFreeSockets: IDLE_SOCKETS, timeout: IDLE_MS };
  return { http: new HttpAgent(options), https: new HttpsAgent(options) };
}

/** A new connection for each request. */
export function createOneOffAgents(): Agents {
  return { http: new HttpAgent({ keepAlive: false }), https: new HttpsAgent({ keepAlive: false }) };
}

export function closeAgents(agents: Agents): void {
  agents.http.destroy();
  agents.https.destroy();
}
