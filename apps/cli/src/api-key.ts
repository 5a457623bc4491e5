import { readFileSync } from "node:fs";
import { isNativeError } from "node:util/types";
import { UsageError } from "./errors.ts";

/** What a header can carry; a key of ours is shorter. */
const KEY = /^[\x21-\x7e]{1,200}$/;

/**
 * The key to ask with: of the file, else `SITEMAP_SCANNER_KEY`, else none. It is no argument of a command,
 * as those stand in the list of processes and in the history of shells.
 * @throws {UsageError} when the file cannot be read, or what is there is no key
 */
export function findApiKey(file: string | undefined, env: NodeJS.ProcessEnv): string | undefined {
  const [key, place] =
    file === undefined
      ? [env["SITEMAP_SCANNER_KEY"]?.trim(), "SITEMAP_SCANNER_KEY"]
      : [readKeyFile(file), `"${file}"`];
  if (file === undefined && !key) return undefined;
  // The key itself is not shown: this may be logged.
  if (key === undefined || !KEY.test(key)) {
    throw new UsageError(`Cannot use what ${place} holds: it is not one key`);
  }
  return key;
}

function readKeyFile(file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    const reason = isNativeError(error) && "code" in error ? String(error.code) : String(error);
    throw new UsageError(`Cannot read the key file "${file}": ${reason}`);
  }
}
