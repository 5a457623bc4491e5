import { createTargetPolicy, type TargetPolicy } from "./address-policy.ts";
import { closeAgents, createOneOffAgents } from "./agents.ts";
import { notPublic, refusalOfUrl } from "./check-url.ts";
import { FetchError } from "./fetch-error.ts";
import { createHostGate } from "./host-gate.ts";
import { startLifetime } from "./lifetime.ts";
import { withDefaults } from "./limits.ts";
import { toFetchError } from "./outcome-of-error.ts";
import { policyOfPosts } from "./policy-of-urls.ts";
import { readProxy } from "./proxy.ts";
import { readSample } from "./read-sample.ts";
import { type Resolve, resolveBySystem } from "./resolve.ts";
import { retryAfterMs } from "./retry-after.ts";
import { type Route, visitUrl } from "./visit-url.ts";

export interface PosterOptions {
  /** Sent with every request; says who we are and where to complain. */
  userAgent: string;
  /** CIDRs that may be posted to although they are private, on any port and over http. */
  allowPrivate: string[];
  /** For the whole of one request and its answer, in milliseconds. */
  totalMs: number;
  /** For each of name look-up, TCP connect and TLS handshake, in milliseconds. */
  connectMs: number;
  /** `http://[user:password@]host:port`, through which everything goes. Default: none. */
  proxy?: string | null;
  /** Default: the resolver of the system. */
  resolve?: Resolve;
}

/** What answered, of any status: a redirect is not followed. */
export interface PostAnswer {
  status: number;
  /** How long the server asks us to wait, in milliseconds, from 1 second to 15 minutes. */
  retryAfterMs: number | null;
  /** The first bytes of the body, at most 4 KiB; null when none came. The rest is not read. */
  sample: Uint8Array | null;
}

export interface Poster {
  /**
   * Posts once, over a connection of its own.
   * @throws {FetchError} when nothing answered, or the URL leads where we do not go
   */
  post(
    url: string,
    request: { body: string; headers: Record<string, string>; signal?: AbortSignal },
  ): Promise<PostAnswer>;
  /** Cancels what is running. */
  close(): void;
}

const SAMPLE_BYTES = 4 * 1024;
/** Whoever posts bounds by itself what is sent to one host; this only says that it may. */
const MAX_PER_HOST = 1_000;

/**
 * POSTs to where strangers told us to: judged as whatever is fetched, and besides over https alone, but
 * for private ranges that are opened.
 * @throws {TypeError} for a proxy that is no URL of one, or an entry that is no CIDR
 */
export function createPoster(options: PosterOptions): Poster {
  const route = createRoute(options);
  const own = { accept: "*/*", "accept-encoding": "identity", "user-agent": options.userAgent };
  const closing = new AbortController();
  return {
    async post(url, { body, headers, signal }) {
      const target = URL.parse(url);
      if (!target) throw notPublic(url);
      const cancelledBy = [closing.signal, ...(signal ? [signal] : [])];
      const lifetime = startLifetime({ url, totalMs: options.totalMs, cancelledBy });
      const visit = { body, headers: { ...headers, ...own }, lifetime, isRedirected: false };
      try {
        const { stream, response } = await visitUrl(target, visit, route);
        const sample = await readSample(stream, SAMPLE_BYTES);
        stream.destroy();
        return {
          status: response.statusCode ?? 0,
          retryAfterMs: retryAfterMs(response.headers, Date.now()),
          sample,
        };
      } catch (error) {
        throw toFetchError(error, url);
      } finally {
        lifetime.end();
      }
    },
    close() {
      closing.abort(new Error("the poster is closed"));
      closeAgents(route.agents.oneOff);
    },
  };
}

/**
 * Says from the URL alone, without any look-up, whether it may be posted to.
 * @throws {FetchError} `target_not_public`
 */
export function checkPostUrl(url: string, policy: TargetPolicy): void {
  const parsed = URL.parse(url);
  // Over http a name is judged with its addresses, when it is posted to.
  const isOpen = parsed?.protocol === "https:" || policy.opensPrivate;
  if (!parsed || !isOpen || refusalOfUrl(parsed, policyOfPosts(policy)(parsed)))
    throw new FetchError(
      "target_not_public",
      "only https on ports 80 and 443 of public addresses is posted to",
      { url },
    );
}

function createRoute(options: PosterOptions): Route {
  const { connectMs, totalMs, resolve = resolveBySystem } = options;
  const proxy = options.proxy ? readProxy(options.proxy) : null;
  // No connection is kept: one that the server has just closed would make two posts of one.
  const agents = createOneOffAgents({ maxFreeSockets: 0, proxy, tunnelMs: connectMs });
  return {
    agents: { kept: agents, oneOff: agents },
    gate: createHostGate({ maxPerHost: MAX_PER_HOST }),
    limits: withDefaults({ connectMs: Math.min(connectMs, totalMs), headersMs: totalMs, totalMs }),
    policyOf: policyOfPosts(createTargetPolicy(options.allowPrivate)),
    proxy,
    resolve,
  };
}
