import { EventEmitter, on } from "node:events";
import {
  createServer as createHttpServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { atEndOfFile } from "./end-of-file.ts";
import { selfSigned } from "./self-signed.ts";
import { answer, type SiteHandler, type SiteResponse } from "./site-response.ts";
import { SiteTraffic } from "./site-traffic.ts";

export interface SiteRequest {
  method: string;
  /** Path and query. */
  url: string;
  headers: IncomingHttpHeaders;
  at: Date;
}

export interface Site {
  /** `http://127.0.0.1:<port>`, without a slash at the end; `https:` with TLS. */
  origin: string;
  /** `127.0.0.1:<port>` */
  domain: string;
  /** Every request so far, oldest first. */
  requests: SiteRequest[];
  /** TCP connections so far, also those that nothing was asked on. */
  readonly connections: number;
  /** Most requests that were open at the same time so far. */
  readonly mostAtOnce: number;
  /** Sets or replaces what is answered at a path (with or without its query). */
  set(path: string, response: SiteResponse): void;
  /** The first request for a path, past or to come. Fails after `timeoutMs` (10,000). */
  waitForRequest(path: string, options?: { timeoutMs?: number }): Promise<SiteRequest>;
  /** Breaks all connections. Rejects if a route had thrown. */
  close: () => Promise<void>;
}

/** Answers by path, with query or without; or all requests with one handler. The rest is 404. */
export type SiteRoutes = Record<string, SiteResponse> | SiteHandler;

export interface SiteOptions {
  /** Default 127.0.0.1; another address of this machine for a site that must not be reached. */
  host?: string;
  /** `self-signed`: speaks TLS with a certificate that nobody trusts. Default: none. */
  tls?: "self-signed";
}

/** Starts a web server on a free port of 127.0.0.1. */
export async function startSite(
  routes: SiteRoutes = {},
  { host = "127.0.0.1", tls }: SiteOptions = {},
): Promise<Site> {
  const table = new Map(typeof routes === "function" ? [] : Object.entries(routes));
  const requests: SiteRequest[] = [];
  const failures: unknown[] = [];
  const arrivals = new EventEmitter();
  const find = (url: string): SiteResponse =>
    table.get(url) ?? table.get(pathOf(url)) ?? (typeof routes === "function" ? routes : NOT_FOUND);

  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    const { method = "", url = "/", headers } = request;
    traffic.note(response);
    const arrived = { method, url, headers, at: new Date() };
    requests.push(arrived);
    arrivals.emit("request", arrived);
    answer(find(url), request, response).catch((error: unknown) => {
      failures.push(error);
      response.destroy();
    });
  };
  const server = tls
    ? createHttpsServer(await selfSigned(), onRequest)
    : createHttpServer(onRequest);
  const traffic = new SiteTraffic(server);
  const port = await listen(server, host);

  const close = async () => {
    forget();
    server.closeAllConnections();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
    const [cause] = failures.splice(0);
    if (cause !== undefined) throw new Error("A route of the site failed", { cause });
  };
  const forget = atEndOfFile(close);

  return {
    origin: `${tls ? "https" : "http"}://${host}:${port}`,
    domain: `${host}:${port}`,
    requests,
    get connections() {
      return traffic.connections;
    },
    get mostAtOnce() {
      return traffic.mostAtOnce;
    },
    set: (path, response) => void table.set(path, response),
    waitForRequest: (path, { timeoutMs = 10_000 } = {}) =>
      firstRequest({ path, timeoutMs, requests, arrivals }),
    close,
  };
}

const NOT_FOUND: SiteResponse = { status: 404, body: "Not found\n" };

function pathOf(url: string): string {
  return url.split("?", 1)[0] ?? url;
}

function listen(server: Server, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port: 0 }, () => {
      const address = server.address();
      if (typeof address === "object" && address) resolve(address.port);
      else reject(new Error(`Cannot start the site: its address is "${address}"`));
    });
  });
}

async function firstRequest(wanted: {
  path: string;
  timeoutMs: number;
  requests: SiteRequest[];
  arrivals: EventEmitter;
}): Promise<SiteRequest> {
  const { path, timeoutMs, requests, arrivals } = wanted;
  const matches = ({ url }: SiteRequest) => url === path || pathOf(url) === path;
  const earlier = requests.find(matches);
  if (earlier) return earlier;
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    for await (const [arrived] of on(arrivals, "request", { signal })) {
      if (matches(arrived)) return arrived;
    }
  } catch (cause) {
    const seen = requests.map(({ url }) => url).join(", ") || "none";
    throw new Error(`Timed out waiting for a request for "${path}", seen: ${seen}`, { cause });
  }
  throw new Error(`Cannot wait for a request for "${path}": the site is closed`);
}
