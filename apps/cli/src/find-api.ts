import { resolve } from "node:path";
import { findApiKey } from "./api-key.ts";
import { readStackFile } from "./dev/stack-file.ts";
import { UsageError } from "./errors.ts";

const DEFAULT_API = "http://127.0.0.1:8000";

/** Which API is asked, and with which key. */
export interface ApiToAsk {
  url: string;
  key: string | undefined;
}

/**
 * Where the API is: the option, else `SITEMAP_SCANNER_API`, else the embedded stack that runs under
 * `DATA_DIR` (default `.data`), else http://127.0.0.1:8000. That stack alone is asked with its own key when
 * none is named.
 * @throws {UsageError} for what is no http or https URL, or no key
 */
export function findApi(
  { api, keyFile }: { api?: string | undefined; keyFile?: string | undefined },
  env: NodeJS.ProcessEnv,
): ApiToAsk {
  const key = findApiKey(keyFile, env);
  const named = api ?? env["SITEMAP_SCANNER_API"]?.trim();
  if (named) return { url: requireHttpUrl(named), key };
  const stack = readStackFile(resolve(env["DATA_DIR"]?.trim() || ".data"));
  return stack
    ? { url: stack.api_url, key: key ?? stack.api_key ?? undefined }
    : { url: DEFAULT_API, key };
}

function requireHttpUrl(text: string): string {
  const url = URL.parse(text);
  if (url?.protocol === "http:" || url?.protocol === "https:") return url.href;
  throw new UsageError(`Cannot use "${text}" as the API: it must begin with http:// or https://`);
}
