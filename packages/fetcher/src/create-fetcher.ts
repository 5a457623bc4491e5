import { closeAgents, createKeepAliveAgents, createOneOffAgents } from "./agents.ts";
import { createBody, NO_BODY } from "./body.ts";
import { notPublic } from "./check-url.ts";
import { followRedirects, type Landing } from "./follow-redirects.ts";
import { createHostGate } from "./host-gate.ts";
import { leaveUnread } from "./leave-unread.ts";
import { type Lifetime, startLifetime } from "./lifetime.ts";
import { type FetchLimits, withDefaults } from "./limits.ts";
import { toFetchError } from "./outcome-of-error.ts";
import { createPolicyOfUrls } from "./policy-of-urls.ts";
import { readProxy } from "./proxy.ts";
import { refuseFailure } from "./refuse-failure.ts";
import { createRequestHeaders } from "./request-headers.ts";
import { type Resolve, resolveBySystem } from "./resolve.ts";
import type { Route } from "./visit-url.ts";

export interface FetcherOptions {
  /** Sent with every request; says who we are and where to complain. */
  userAgent: string;
  /** CIDRs that may be fetched although they are private, on any port. */
  allowPrivate: string[];
  /**
   * Origins such as `http://api:8000` that are fetched wherever their names lead to. A redirect from there
   * to another origin is judged like any other. Default: none.
   */
  allowOrigins?: string[];
  limits?: Partial<FetchLimits>;
  /** Requests under way at one host (authority) at a time, 1 or more. Default 4. */
  maxPerHost?: number;
  /** Sent to every site, under those of a request. What may be a credential stays with the origin asked for. */
  headers?: Record<string, string>;
  /** `http://[user:password@]host:port`, through which everything goes. Default: none. */
  proxy?: string | null;
  /** Default: the resolver of the system. */
  resolve?: Resolve;
}

export interface FetchRequest {
  /** Sent besides our own. With a condition (`if-none-match`, …) the answer may be a 304. */
  headers?: Record<string, string>;
  /** Cancels the fetch and closes its connection, while the body is read too. */
  signal?: AbortSignal;
  /** In place of the limit of the fetcher, in bytes. */
  maxBytes?: number;
}

export interface FetchResponse {
  /** The URL that answered, after redirects, without fragment. */
  url: string;
  /** 2xx, or 304 to a condition. */
  status: number;
  headers: Record<string, string | string[] | undefined>;
  contentType: string | null;
  /** The encodings that the bytes of the body still have. */
  contentEncoding: string | null;
  etag: string | null;
  lastModified: string | null;
  /**
   * Whether more bytes came than the answer announced, known when the body has ended. The body then
   * ends where its length said, so it is cut if that length is wrong.
   */
  readonly hasExcess: boolean;
  /** The URLs that answered with a redirect, in order; none of them is `url` unless it loops. */
  redirects: string[];
  /**
   * The bytes as received, once, as fast as they are taken. Throws a `FetchError`: `too_large` only
   * after all bytes up to the cap. Read it or call `discard()`: until then it holds a connection.
   */
  body: AsyncIterable<Uint8Array>;
  /** Abandons the body and closes its connection. */
  discard(): void;
}

export interface Fetcher {
  /** GETs a URL. @throws {FetchError} for everything else than 2xx, or 304 to a condition. */
  fetch(url: string, request?: FetchRequest): Promise<FetchResponse>;
  /** Cancels what is running and closes all connections. */
  close(): void;
}

const MAX_PER_HOST = 4;

/**
 * @throws {TypeError} for a header or user agent that can't be sent, a proxy that is no URL of one,
 *   or an entry that is no CIDR or no origin
 * @throws {RangeError} for a limit out of range
 */
export function createFetcher(options: FetcherOptions): Fetcher {
  const headersOf = createRequestHeaders(options);
  const route = createRoute(options);
  const closing = new AbortController();
  return {
    fetch(url, request = {}) {
      const cancelledBy = [closing.signal, ...(request.signal ? [request.signal] : [])];
      const lifetime = startLifetime({ url, totalMs: route.limits.totalMs, cancelledBy });
      return fetchOnce(url, headersOf(request.headers), request, route, lifetime);
    },
    close() {
      closing.abort(new Error("the fetcher is closed"));
      closeAgents(route.agents.kept);
      closeAgents(route.agents.oneOff);
    },
  };
}

function createRoute(options: FetcherOptions): Route {
  const { maxPerHost = MAX_PER_HOST, resolve = resolveBySystem } = options;
  const limits = withDefaults(options.limits);
  const proxy = options.proxy ? readProxy(options.proxy) : null;
  const agents = { maxFreeSockets: maxPerHost, proxy, tunnelMs: limits.connectMs };
  return {
    agents: { kept: createKeepAliveAgents(agents), oneOff: createOneOffAgents(agents) },
    gate: createHostGate({ maxPerHost }),
    limits,
    policyOf: createPolicyOfUrls(options),
    proxy,
    resolve,
  };
}

async function fetchOnce(
  url: string,
  headers: Record<string, string>,
  request: FetchRequest,
  route: Route,
  lifetime: Lifetime,
): Promise<FetchResponse> {
  try {
    const start = URL.parse(url);
    if (!start) throw notPublic(url);
    start.hash = "";
    const landing = await followRedirects(start, headers, route, lifetime);
    await refuseFailure(landing, headers, lifetime.signal);
    return toResponse(landing, request.maxBytes, route, lifetime);
  } catch (error) {
    lifetime.end();
    throw toFetchError(error, url);
  }
}

function toResponse(
  { stream, response, hasExcess, url, redirects }: Landing,
  maxBytes: number | undefined,
  { limits }: Route,
  lifetime: Lifetime,
): FetchResponse {
  const { headers, statusCode: status = 0 } = response;
  let body = NO_BODY;
  if (status === 304) {
    leaveUnread(stream);
    lifetime.end();
  } else {
    body = createBody({ stream, url, lifetime, limits, maxBytes: maxBytes ?? limits.maxBytes });
  }
  return {
    url: url.href,
    status,
    headers: { ...headers },
    contentType: headers["content-type"] ?? null,
    contentEncoding: headers["content-encoding"] ?? null,
    etag: headers.etag ?? null,
    lastModified: headers["last-modified"] ?? null,
    get hasExcess() {
      return hasExcess();
    },
    redirects,
    body: body.chunks,
    discard: body.discard,
  };
}
