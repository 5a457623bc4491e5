import { request as httpRequest } from "node:http";
import type { Socket } from "node:net";
import type { Proxy } from "./proxy.ts";

/** The proxy refused a tunnel, or it was not there in time. */
export class TunnelError extends Error {
  override readonly name = "TunnelError";
  readonly code: "ERR_PROXY_TUNNEL" | "ETIMEDOUT";

  constructor(code: TunnelError["code"], state: string) {
    super(`Cannot open a tunnel: ${state}`);
    this.code = code;
  }
}

/**
 * Asks the proxy by CONNECT for a connection to `authority`.
 * @param signal closes the connection to the proxy, until the promise is settled
 * @throws {TunnelError} or the error of the connection to the proxy
 */
export function openTunnel(proxy: Proxy, authority: string, signal: AbortSignal): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const request = httpRequest({
    agent: false,
    headers: { host: authority, ...proxy.headers },
    host: proxy.host,
    method: "CONNECT",
    path: authority,
    port: proxy.port,
    signal,
  });
  // Of any status: what answers to CONNECT is no response with a body.
  request.once("connect", ({ statusCode = 0 }, socket: Socket, head) => {
    if (statusCode >= 200 && statusCode < 300 && head.length === 0) return resolve(socket);
    socket.destroy();
    reject(new TunnelError("ERR_PROXY_TUNNEL", `the proxy answered ${statusCode}`));
  });
  request.on("error", reject);
  request.end();
  return promise;
}
