import type { Readable } from "node:stream";
import { AdminClient } from "./admin-client.ts";
import { ApiClient } from "./api-client.ts";
import { findApi } from "./find-api.ts";
import { Http } from "./http.ts";
import type { Output } from "./output/output.ts";

/** What a command has of the process that it runs in. */
export interface Context {
  input: Input;
  /** For data. */
  out: Output;
  /** For people. */
  err: Output;
  env: NodeJS.ProcessEnv;
}

export interface Input {
  readonly stream: Readable;
  /** Whether a person is there to answer. */
  readonly isTerminal: boolean;
}

/** Options that say which API is asked, and by whom. */
export interface ApiFlags {
  api?: string;
  keyFile?: string;
}

/** What most commands have besides. */
export interface JsonFlags extends ApiFlags {
  json?: true;
}

/** Told the exit code when a command is done. */
export type Done = (exitCode: number) => void;

export function openApi(context: Context, flags: ApiFlags): ApiClient {
  return new ApiClient(openHttp(context, flags));
}

/** For what needs a key of scope `admin`. */
export function openAdmin(context: Context, flags: ApiFlags): AdminClient {
  return new AdminClient(openHttp(context, flags));
}

function openHttp({ env }: Context, flags: ApiFlags): Http {
  const { url, key } = findApi(flags, env);
  return new Http(url, key);
}
