import { OUTCOMES } from "@sitemap-scanner/contracts";
import { createFetcher, FetchError } from "@sitemap-scanner/fetcher";
import { must, VARIABLES } from "@sitemap-scanner/runtime";
import type { Context } from "../context.ts";
import { CommandError, EXIT } from "../errors.ts";
import { sanitize, toJsonLine } from "../output/sanitize.ts";
import { type CheckLimits, checkSite, isRead } from "./check-site.ts";
import { printCheck } from "./print-check.ts";
import { readSite } from "./site-argument.ts";

export interface CheckFlags extends CheckLimits {
  /** CIDRs that may be fetched from although they are private. */
  allowPrivate: string[];
  json?: true;
}

/**
 * Finds and reads the sitemaps of a site, or the one sitemap given.
 * @returns 0 when a file could be read, 1 when none could
 * @throws {CommandError} when the text names no site, or the site cannot be reached at all
 */
export async function runCheck(
  { out, err, env }: Context,
  text: string,
  flags: CheckFlags,
): Promise<number> {
  const site = readSite(text);
  const fetcher = createFetcher({
    userAgent: env["FETCH_USER_AGENT"]?.trim() || defaultUserAgent(),
    allowPrivate: flags.allowPrivate,
  });
  const onFile = (url: string) => {
    if (err.isTerminal) err.line(`Reading ${sanitize(url)} …`);
  };
  try {
    const report = await checkSite(fetcher, site, flags, onFile);
    if (flags.json) out.line(toJsonLine(report));
    else printCheck(out, report);
    return report.files.some(isRead) ? EXIT.ok : EXIT.failed;
  } catch (error) {
    if (!(error instanceof FetchError)) throw error;
    throw new CommandError(describe(error, site.domain), EXIT.failed, { cause: error });
  } finally {
    fetcher.close();
  }
}

function describe({ code, message }: FetchError, domain: string): string {
  const lines = [`Cannot check ${domain}: ${code}`, message, OUTCOMES[code].advice];
  if (code === "target_not_public") lines.push("--allow-private opens a private network.");
  return lines.join("\n");
}

function defaultUserAgent(): string {
  return must(VARIABLES["FETCH_USER_AGENT"]?.default, "the user agent has a default");
}
