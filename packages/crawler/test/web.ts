import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer as createHttpServer, type IncomingMessage } from "node:http";
import type { OutgoingHttpHeaders, ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import type { ResolvedAddress } from "@sitemap-scanner/fetcher";

const CERTIFICATE = join(import.meta.dirname, "fixtures/example.com-for-tests.pem");
/** The first byte of a TLS handshake; no request begins with it. */
const HANDSHAKE = 0x16;

interface Answer {
  status?: number;
  headers?: OutgoingHttpHeaders;
  body?: string | Uint8Array;
}

/** Answers by URL, the port left out: "https://www.example.com/robots.txt". The rest is 404. */
export type WebRoutes = Record<string, string | Answer>;

/** example.com and its subdomains, on both schemes of one port of this machine. */
export interface Web {
  /** `example.com:<port>`: what the port is to be left out of is given with it. */
  at: (name: string) => string;
  /** Every URL that was asked for, oldest first, the port left out. */
  readonly requests: string[];
  set: (url: string, answer: string | Answer) => void;
  /** Finds the names that were given, and no other. */
  resolve: (name: string) => Promise<ResolvedAddress[]>;
  close: () => Promise<void>;
}

interface WebOptions {
  /** Names that can be resolved. Default: example.com and www.example.com. */
  names?: string[];
  /** Default true: speaks TLS with a certificate that is trusted until the web is closed. */
  tls?: boolean;
}

export async function startWeb(routes: WebRoutes, options: WebOptions = {}): Promise<Web> {
  const { names = ["example.com", "www.example.com"], tls = true } = options;
  const table = new Map(Object.entries(routes));
  const requests: string[] = [];
  const answerFor = (scheme: string) => (request: IncomingMessage, response: ServerResponse) => {
    const [name] = (request.headers.host ?? "").split(":");
    const url = `${scheme}://${name}${request.url}`;
    requests.push(url);
    const given = table.get(url) ?? { status: 404 };
    const { status = 200, headers, body } = typeof given === "string" ? { body: given } : given;
    response.writeHead(status, headers).end(body);
  };
  const pem = await readFile(CERTIFICATE, "utf8");
  const restoreTrust = trust(pem);
  const plain = createHttpServer(answerFor("http"));
  const secure = createHttpsServer({ cert: pem, key: pem }, answerFor("https"));
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined); // clients leave as they like
    socket.once("readable", () => {
      const first: Buffer | null = socket.read();
      if (first === null) return; // hung up
      socket.unshift(first);
      (tls && first[0] === HANDSHAKE ? secure : plain).emit("connection", socket);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The web has no port");
  return {
    at: (name) => `${name}:${address.port}`,
    requests,
    set: (url, answer) => void table.set(url, answer),
    resolve: (name) =>
      names.includes(name)
        ? Promise.resolve([{ address: "127.0.0.1", family: 4 }])
        : Promise.reject(new Error(`There is no ${name}`)),
    async close() {
      restoreTrust();
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

function trust(certificate: string): () => void {
  const before = getCACertificates("default");
  setDefaultCACertificates([...before, certificate]);
  return () => setDefaultCACertificates(before);
}
