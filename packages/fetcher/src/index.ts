export { createTargetPolicy, type TargetPolicy } from "./address-policy.ts";
export { checkUrl } from "./check-url.ts";
export {
  createFetcher,
  type Fetcher,
  type FetcherOptions,
  type FetchRequest,
  type FetchResponse,
} from "./create-fetcher.ts";
export { checkPostUrl, createPoster, type PostAnswer, type Poster } from "./create-poster.ts";
export { FetchError } from "./fetch-error.ts";
export { DEFAULT_FETCH_LIMITS, type FetchLimits } from "./limits.ts";
export type { Resolve, ResolvedAddress } from "./resolve.ts";
