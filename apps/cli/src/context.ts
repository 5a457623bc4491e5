import { ApiClient } from "./api-client.ts";
import { findApiUrl } from "./api-url.ts";
import type { Output } from "./output/output.ts";

/** What a command has of the process that it runs in. */
export interface Context {
  /** For data. */
  out: Output;
  /** For people. */
  err: Output;
  env: NodeJS.ProcessEnv;
}

export interface ApiOption {
  api?: string;
}

export function openApi({ env }: Context, { api }: ApiOption): ApiClient {
  return new ApiClient(findApiUrl(api, env));
}
