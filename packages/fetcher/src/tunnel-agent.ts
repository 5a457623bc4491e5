import { once } from "node:events";
import { Agent, type AgentOptions, type RequestOptions } from "node:https";
import { isIPv6, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { openTunnel, TunnelError } from "./open-tunnel.ts";
import type { Proxy } from "./proxy.ts";

interface TunnelOptions {
  proxy: Proxy;
  /** For the way to the proxy, its answer and the TLS handshake with the site together. */
  tunnelMs: number;
}

/** Either an error or a stream, never both. */
type Connected = (error: Error | null, ...stream: Duplex[]) => void;

/**
 * Connections to https sites through a proxy. Nobody tells an agent that its request was cancelled:
 * a tunnel that is not ready yet is then closed after `tunnelMs`, or kept for the next request.
 * NOTE: the tunnels of Node's own agent have no end when the site does not finish its handshake.
 */
export class TunnelAgent extends Agent {
  readonly #tunnel: TunnelOptions;
  readonly #closing = new AbortController();

  constructor(options: AgentOptions, tunnel: TunnelOptions) {
    super(options);
    this.#tunnel = tunnel;
  }

  override createConnection(options: RequestOptions, callback?: Connected): undefined {
    void this.#handOver(options, callback);
  }

  override destroy(): void {
    this.#closing.abort();
    super.destroy();
  }

  async #handOver(options: RequestOptions, callback?: Connected): Promise<void> {
    const outcome = await this.#connect(options).then(
      (stream): Parameters<Connected> => [null, stream],
      (error: Error): Parameters<Connected> => [error],
    );
    callback?.(...outcome);
  }

  async #connect(options: RequestOptions): Promise<Duplex> {
    const { proxy, tunnelMs } = this.#tunnel;
    const late = new AbortController();
    const timer = setTimeout(() => {
      late.abort(new TunnelError("ETIMEDOUT", `it took more than ${tunnelMs} ms`));
    }, tunnelMs);
    const signal = AbortSignal.any([late.signal, this.#closing.signal]);
    try {
      const socket = await openTunnel(proxy, authorityOf(options), signal);
      const within = { ...options, socket };
      return await whenSecure(super.createConnection(within), socket, signal);
    } catch (error) {
      throw signal.aborted ? signal.reason : error;
    } finally {
      clearTimeout(timer);
    }
  }
}

async function whenSecure(
  secure: Duplex | null | undefined,
  socket: Socket,
  signal: AbortSignal,
): Promise<Duplex> {
  if (!secure) throw new TypeError("Cannot use the tunnel: it got no TLS");
  try {
    await once(secure, "secureConnect", { signal });
    return secure;
  } catch (error) {
    secure.destroy();
    socket.destroy();
    throw error;
  }
}

function authorityOf({ host, port }: RequestOptions): string {
  return `${host && isIPv6(host) ? `[${host}]` : host}:${port}`;
}
