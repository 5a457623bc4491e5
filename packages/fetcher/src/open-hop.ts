import type { ClientRequest, IncomingMessage } from "node:http";
import got, { type Request, type StreamOptions } from "got";
import type { TargetPolicy } from "./address-policy.ts";
import type { Agents } from "./agents.ts";
import { FetchError } from "./fetch-error.ts";
import { guardSocket } from "./guard-socket.ts";
import { limitPreamble } from "./limit-preamble.ts";
import type { FetchLimits } from "./limits.ts";
import { toFetchError } from "./outcome-of-error.ts";
import { pinnedLookup } from "./pinned-lookup.ts";
import { expectProxy, type Proxy } from "./proxy.ts";
import type { ResolvedAddress } from "./resolve.ts";
import { tolerateExcess } from "./tolerate-excess.ts";

export interface HopOptions {
  /** What the name led to when it was judged; without a proxy, these are dialled and no others. */
  addresses: [ResolvedAddress, ...ResolvedAddress[]];
  agents: Agents;
  /** Sent by POST; absent: a GET. */
  body?: string;
  headers: Record<string, string>;
  limits: FetchLimits;
  policy: TargetPolicy;
  proxy: Proxy | null;
  /** Closes the connection at once, at any time until the stream is closed. */
  signal: AbortSignal;
}

/** One request and its answer. The stream holds the body and must be destroyed or read out. */
export interface Hop {
  stream: Request;
  response: IncomingMessage;
  /** Whether more came than the answer said, as far as is known. */
  hasExcess: () => boolean;
}

/** The server hung up on a kept connection while our request was on its way: no answer of it. */
export class StaleConnectionError extends Error {
  override readonly name = "StaleConnectionError";

  constructor(cause: unknown) {
    super("Cannot use the kept connection: the server closed it", { cause });
  }
}

/**
 * Asks for one URL, whose addresses are judged already, and waits for the headers of the answer,
 * whatever its status. Follows, retries and decodes nothing.
 * @throws {FetchError} with the outcome of what went wrong
 * @throws {StaleConnectionError} when the same request is worth a new connection
 */
export function openHop(url: URL, options: HopOptions): Promise<Hop> {
  const { signal } = options;
  const { promise, resolve, reject } = Promise.withResolvers<Hop>();
  const stream = got.stream(url, gotOptions(options));
  const destroy = (error: Error): void => {
    stream.destroy(error);
  };
  const abort = (): void => destroy(signal.reason);
  signal.addEventListener("abort", abort, { once: true });

  // This listener outlives the promise: an error after the headers is told by the body's iterator.
  stream.on("error", (error) =>
    reject(isStale(stream, error) ? new StaleConnectionError(error) : error),
  );
  stream.once("close", () => {
    signal.removeEventListener("abort", abort);
    reject(new FetchError("connection_error", "the connection broke off", { url }));
  });
  let excess = false;
  const hasExcess = (): boolean => excess;
  stream.once("response", (response: IncomingMessage) => resolve({ stream, response, hasExcess }));
  stream.once("request", (request: ClientRequest) => {
    guardRequest(request, url, options, destroy);
    tolerateExcess(request, () => {
      excess = true;
    });
  });
  // got listens for upgrades, so Node hands this answer to us instead of refusing it.
  stream.once("upgrade", () => {
    destroy(new FetchError("protocol_error", "the server switches protocols unasked", { url }));
  });
  return promise.catch((error: unknown) => {
    if (signal.aborted) throw signal.reason;
    throw error instanceof StaleConnectionError ? error : toFetchError(error, url);
  });
}

/** No byte is sent to where it must not go, and none is waited for for ever. */
function guardRequest(
  request: ClientRequest,
  url: URL,
  { limits, policy, proxy }: HopOptions,
  destroy: (error: Error) => void,
): void {
  // got listens for one error only, and a second one would end the process. It tells nothing new.
  request.on("error", () => undefined);
  request.once("socket", (socket) => {
    if (proxy) expectProxy(socket, proxy, url, destroy);
    else guardSocket(socket, policy, url, destroy);
    limitPreamble(request, socket, { maxHeaderBytes: limits.maxHeaderBytes, url }, destroy);
  });
}

function gotOptions(options: HopOptions): StreamOptions {
  const { addresses, agents, body, headers, limits, proxy } = options;
  return {
    agent: agents,
    ...(body !== undefined && { method: "POST", body }),
    decompress: false,
    // A look-up through a proxy is for the name of the proxy itself.
    ...(!proxy && { dnsLookup: pinnedLookup(addresses) }),
    enableUnixSockets: false,
    followRedirect: false,
    headers,
    maxHeaderSize: limits.maxHeaderBytes,
    retry: { limit: 0 },
    throwHttpErrors: false,
    // The rest of the body is timed where it is read: got's own clocks run on while the reader of
    // the body is busy.
    timeout: {
      connect: limits.connectMs,
      secureConnect: limits.connectMs,
      response: limits.headersMs,
    },
  };
}

function isStale(stream: Request, error: Error & { code?: string }): boolean {
  return stream.reusedSocket === true && ["ECONNRESET", "EPIPE"].includes(error.code ?? "");
}
