import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { atEndOfFile } from "../end-of-file.ts";
import { joinSockets, type Connection } from "./connection.ts";
import { Line } from "./line.ts";

export interface TcpProxyOptions {
  /** Where it leads: `host:port`, or a URL of which these two are taken. */
  target: string | URL;
}

/** What may go wrong on the way. Each holds until another, or `heal()`, takes its place. */
export interface TcpFaults {
  /** New connections are refused; those that are open go on. */
  refuse(): Promise<void>;
  /** Breaks all open connections, now and once. */
  cut(): void;
  /** Half-open: connections are accepted and bytes swallowed, nothing passes, nobody is told. */
  freeze(): void;
  /** Connections that are open stay silent for ever, as if a firewall had forgotten them; new ones pass. */
  forget(): void;
  /** Every chunk is late by this much. */
  delay(ms: number): void;
  /** In each direction of each connection. */
  throttle(bytesPerSecond: number): void;
  /** All as it should be. What was held back arrives now. */
  heal(): Promise<void>;
}

export interface TcpProxy {
  port: number;
  /** The same URL, by way of the proxy. */
  through(url: string): string;
  /** Client connections that are open now. */
  readonly connections: number;
  faults: TcpFaults;
  close(): Promise<void>;
}

const HOST = "127.0.0.1";
const LISTEN_MS = 5_000;

/** Starts a TCP proxy on 127.0.0.1 that passes everything through until it is told otherwise. */
export async function startTcpProxy({ target }: TcpProxyOptions): Promise<TcpProxy> {
  const address = addressOf(target);
  const open = new Set<Connection>();
  let line = new Line();
  const accept = (client: Socket) => {
    const connection = joinSockets(client, address, line);
    open.add(connection);
    void connection.closed.finally(() => open.delete(connection));
  };
  const server = createServer({ allowHalfOpen: true }, accept);
  const port = await listen(server, 0);
  const cut = () => {
    for (const connection of open) connection.cut();
  };
  const close = async () => {
    forgetRelease();
    cut();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  };
  const forgetRelease = atEndOfFile(close);

  return {
    port,
    through: (url) => Object.assign(new URL(url), { host: `${HOST}:${port}` }).href,
    get connections() {
      return open.size;
    },
    faults: {
      async refuse() {
        // Not awaited: it calls back when the open connections have ended, which may be never.
        server.close();
      },
      cut,
      freeze: () => line.become({ silent: true }),
      forget() {
        line.become({ silent: true });
        line = new Line();
      },
      delay: (latencyMs) => line.become({ latencyMs }),
      throttle: (bytesPerSecond) => line.become({ bytesPerSecond }),
      async heal() {
        line.become({});
        if (!server.listening) await listen(server, port);
      },
    },
    close,
  };
}

function addressOf(target: string | URL): { host: string; port: number } {
  const { hostname, port } =
    typeof target === "string" && !target.includes("://")
      ? new URL(`tcp://${target}`)
      : new URL(target);
  if (port === "") throw new TypeError(`Cannot lead to "${target.toString()}": it names no port`);
  return { host: hostname, port: Number(port) };
}

/** A port that was given up for a moment may be somebody's outgoing one when it is wanted again. */
async function listen(server: Server, port: number): Promise<number> {
  const deadline = Date.now() + LISTEN_MS;
  for (;;) {
    try {
      server.listen({ host: HOST, port });
      await once(server, "listening");
      const address = server.address();
      if (typeof address !== "object" || !address) throw new Error("Cannot tell its own port");
      return address.port;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await delay(50);
    }
  }
}
