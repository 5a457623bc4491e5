import type { RequestListener } from "node:http";
import type { Socket } from "node:net";
import {
  createFetcher,
  FetchError,
  type Fetcher,
  type FetcherOptions,
  type FetchResponse,
} from "../src/index.ts";
import type { CertificateName } from "./certificates.ts";
import { type Listener, listenHttp, listenHttps, listenRaw, listenTcp } from "./listen.ts";
import { listenAsProxy, type ProxyListener, type ProxyRoutes } from "./proxy-server.ts";

const LOOPBACK = "127.0.0.0/8";

export interface Setup {
  aFetcher: (options?: Partial<FetcherOptions>) => Fetcher;
  http: (onRequest: RequestListener) => Promise<Listener>;
  https: (name: CertificateName, onRequest: RequestListener) => Promise<Listener>;
  proxy: (routes: ProxyRoutes) => Promise<ProxyListener>;
  tcp: (onConnection: (socket: Socket) => void) => Promise<Listener>;
  raw: (answer: string, options?: { end?: boolean }) => Promise<Listener>;
  /** Closes all that was made since the last call. */
  tearDown: () => Promise<void>;
}

export function setup(): Setup {
  const fetchers: Fetcher[] = [];
  const listeners: Listener[] = [];
  const kept = async <T extends Listener>(listening: Promise<T>): Promise<T> => {
    const listener = await listening;
    listeners.push(listener);
    return listener;
  };
  return {
    aFetcher(options) {
      const fetcher = createFetcher({
        userAgent: "test (+https://example.com)",
        allowPrivate: [LOOPBACK],
        ...options,
      });
      fetchers.push(fetcher);
      return fetcher;
    },
    http: (onRequest) => kept(listenHttp(onRequest)),
    https: (name, onRequest) => kept(listenHttps(name, onRequest)),
    proxy: (routes) => kept(listenAsProxy(routes)),
    tcp: (onConnection) => kept(listenTcp(onConnection)),
    raw: (answer, options) => kept(listenRaw(answer, options)),
    async tearDown() {
      for (const fetcher of fetchers.splice(0)) fetcher.close();
      await Promise.all(listeners.splice(0).map((listener) => listener.close()));
    },
  };
}

/** Reads a body to its end. */
export async function textOf({ body }: FetchResponse): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of body) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}

/** The error of what must fail, body included. */
export async function failureOf(work: Promise<unknown>): Promise<FetchError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof FetchError) return error;
    throw error;
  }
  throw new Error("It did not fail");
}
