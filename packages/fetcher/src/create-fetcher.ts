import { validateHeaderValue } from "node:http";
import { createTargetPolicy } from "./address-policy.ts";
import { closeAgents, createKeepAliveAgents, createOneOffAgents } from "./agents.ts";
import { createBody, NO_BODY } from "./body.ts";
import { notPublic } from "./check-url.ts";
import { FetchError } from "./fetch-error.ts";
import { followRedirects, type Landing, type Route } from "./follow-redirects.ts";
import { leaveUnread } from "./leave-unread.ts";
import { type Lifetime, startLifetime } from "./lifetime.ts";
import { type FetchLimits, withDefaults } from "./limits.ts";
import { toFetchError } from "./outcome-of-error.ts";
import { outcomeOfStatus } from "./outcome-of-status.ts";
import { type Resolve, resolveBySystem } from "./resolve.ts";
import { retryAfterMs } from "./retry-after.ts";

export interface FetcherOptions {
  /** Sent with every request; says who we are and where to complain. */
  userAgent: string;
  /** CIDRs that may be fetched although they are private, on any port. */
  allowPrivate: string[];
  limits?: Partial<FetchLimits>;
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

const CONDITIONS = ["if-none-match", "if-modified-since"];

/**
 * @throws {TypeError} for a user agent that is no header value, or an entry that is no CIDR
 * @throws {RangeError} for a limit out of range
 */
export function createFetcher(options: FetcherOptions): Fetcher {
  validateHeaderValue("user-agent", options.userAgent);
  const route: Route = {
    agents: { kept: createKeepAliveAgents(), oneOff: createOneOffAgents() },
    limits: withDefaults(options.limits),
    policy: createTargetPolicy(options.allowPrivate),
    resolve: options.resolve ?? resolveBySystem,
  };
  const closing = new AbortController();
  return {
    fetch(url, request = {}) {
      const cancelledBy = [closing.signal, ...(request.signal ? [request.signal] : [])];
      const lifetime = startLifetime({ url, totalMs: route.limits.totalMs, cancelledBy });
      return fetchOnce(url, headersOf(request, options.userAgent), request, route, lifetime);
    },
    close() {
      closing.abort(new Error("the fetcher is closed"));
      closeAgents(route.agents.kept);
      closeAgents(route.agents.oneOff);
    },
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
    const landing = await followRedirects(start, headers, route, lifetime.signal);
    refuseFailure(landing, headers);
    return toResponse(landing, request.maxBytes, route, lifetime);
  } catch (error) {
    lifetime.end();
    throw toFetchError(error, url);
  }
}

/** GETs of sitemaps are for machines: any type will do, and the bytes are decoded elsewhere. */
function headersOf(request: FetchRequest, userAgent: string): Record<string, string> {
  const given = Object.entries(request.headers ?? {});
  return {
    accept: "*/*",
    ...Object.fromEntries(given.map(([name, value]) => [name.toLowerCase(), value])),
    "accept-encoding": "gzip, br",
    "user-agent": userAgent,
  };
}

function refuseFailure({ stream, response, url }: Landing, sent: Record<string, string>): void {
  const status = response.statusCode ?? 0;
  const conditional = CONDITIONS.some((name) => name in sent);
  const outcome = outcomeOfStatus(status, response.headers, conditional);
  if (outcome === null) return;
  leaveUnread(stream);
  throw new FetchError(outcome, `the server answered ${status}`, {
    url,
    httpStatus: status,
    retryAfterMs: retryAfterMs(response.headers["retry-after"], Date.now()),
  });
}

function toResponse(
  { stream, response, url, redirects }: Landing,
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
    redirects,
    body: body.chunks,
    discard: body.discard,
  };
}
