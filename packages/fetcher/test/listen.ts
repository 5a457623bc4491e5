import { once } from "node:events";
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
} from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { createServer as createTcpServer, type Server, type Socket } from "node:net";
import { type CertificateName, readCertificate } from "./certificates.ts";

/** A server on a free port of 127.0.0.1, that remembers the connections it saw. */
export interface Listener {
  port: number;
  /** `http://127.0.0.1:<port>`, or https where it speaks TLS. */
  origin: string;
  connections: Socket[];
  /** Resolves with the next connection. */
  nextConnection(): Promise<Socket>;
  close(): Promise<void>;
}

type TunnelListener = (request: IncomingMessage, socket: Socket) => void;

/** @param onTunnel takes what is asked by CONNECT; without it, such a connection is closed */
export function listenHttp(
  onRequest: RequestListener,
  onTunnel?: TunnelListener,
): Promise<Listener> {
  const server = createHttpServer(onRequest);
  if (onTunnel) server.on("connect", onTunnel);
  return listen(server);
}

export function listenHttps(name: CertificateName, onRequest: RequestListener): Promise<Listener> {
  return listen(createHttpsServer(readCertificate(name), onRequest), "https");
}

/** A server that speaks whatever `onConnection` writes. */
export function listenTcp(onConnection: (socket: Socket) => void): Promise<Listener> {
  return listen(
    createTcpServer((socket) => {
      onConnection(socket);
      // A socket that nobody reads never learns that the other side has hung up.
      socket.resume();
    }),
  );
}

/** Answers each connection with the given bytes of HTTP, once its request is there. */
export function listenRaw(answer: string, { end = true } = {}): Promise<Listener> {
  return listenTcp((socket) => {
    socket.once("data", () => (end ? socket.end(answer) : socket.write(answer)));
  });
}

/** Resolves when the connection is closed, whichever way. */
export async function untilClosed(socket: Socket): Promise<void> {
  if (!socket.closed) await new Promise<void>((resolve) => socket.once("close", () => resolve()));
}

async function listen(server: Server, scheme = "http"): Promise<Listener> {
  const connections: Socket[] = [];
  server.on("connection", (socket: Socket) => {
    connections.push(socket);
    // Clients that hang up are what is tested.
    socket.on("error", () => undefined);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const port = portOf(server);
  return {
    port,
    origin: `${scheme}://127.0.0.1:${port}`,
    connections,
    nextConnection: () => new Promise((resolve) => server.once("connection", resolve)),
    async close() {
      for (const socket of connections) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port");
  return address.port;
}
