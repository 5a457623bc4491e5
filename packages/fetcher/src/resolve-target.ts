import { isIP } from "node:net";
import type { TargetPolicy } from "./address-policy.ts";
import { hostOf, refusalOfAddresses, refusalOfUrl, type UrlRefusal } from "./check-url.ts";
import { FetchError } from "./fetch-error.ts";
import type { Resolve, ResolvedAddress } from "./resolve.ts";

interface TargetOptions {
  policy: TargetPolicy;
  resolve: Resolve;
  /** Longest wait for the resolver. */
  timeoutMs: number;
  signal: AbortSignal;
}

export type Target =
  { refusal: UrlRefusal } | { refusal: null; addresses: [ResolvedAddress, ...ResolvedAddress[]] };

/**
 * Finds and judges the addresses of a URL. Nothing but the resolver is asked.
 * @throws {FetchError} `dns_error`, or the reason of `signal`.
 */
export async function resolveTarget(url: URL, options: TargetOptions): Promise<Target> {
  const refusal = refusalOfUrl(url, options.policy);
  if (refusal) return { refusal };
  const host = hostOf(url);
  const family = isIP(host);
  if (family === 4 || family === 6)
    return { refusal: null, addresses: [{ address: host, family }] };

  const [first, ...others] = await resolveInTime(url, options);
  if (!first) throw new FetchError("dns_error", "its name has no address", { url });
  const addresses: [ResolvedAddress, ...ResolvedAddress[]] = [first, ...others];
  const found = addresses.map(({ address }) => address);
  const refusalOfFound = refusalOfAddresses(url, found, options.policy);
  return refusalOfFound ? { refusal: refusalOfFound } : { refusal: null, addresses };
}

/** A resolver can't be called off: a late answer is dropped. */
function resolveInTime(url: URL, options: TargetOptions): Promise<ResolvedAddress[]> {
  const { resolve, timeoutMs, signal } = options;
  const { promise, resolve: settle, reject } = Promise.withResolvers<ResolvedAddress[]>();
  const fail = (state: string, cause?: unknown): void => {
    reject(new FetchError("dns_error", state, { url, cause }));
  };
  const abort = (): void => reject(signal.reason);
  const timer = setTimeout(() => fail(`its name took more than ${timeoutMs} ms`), timeoutMs);
  signal.addEventListener("abort", abort);
  resolve(hostOf(url)).then(settle, (error: unknown) => fail("its name has no address", error));
  return promise.finally(() => {
    clearTimeout(timer);
    signal.removeEventListener("abort", abort);
  });
}
