import { resolve } from "node:path";
import { readStackFile } from "./dev/stack-file.ts";
import { UsageError } from "./errors.ts";

const DEFAULT_API = "http://127.0.0.1:8000";

/**
 * Where the API is: the option, else `SITEMAP_SCANNER_API`, else the embedded stack that runs under
 * `DATA_DIR` (default `.data`), else http://127.0.0.1:8000.
 * @throws {UsageError} for what is no http or https URL
 */
export function findApiUrl(option: string | undefined, env: NodeJS.ProcessEnv): string {
  const named = option ?? env["SITEMAP_SCANNER_API"]?.trim();
  if (named) return requireHttpUrl(named);
  return readStackFile(resolve(env["DATA_DIR"]?.trim() || ".data"))?.api_url ?? DEFAULT_API;
}

function requireHttpUrl(text: string): string {
  const url = URL.parse(text);
  if (url?.protocol === "http:" || url?.protocol === "https:") return url.href;
  throw new UsageError(`Cannot use "${text}" as the API: it must begin with http:// or https://`);
}
