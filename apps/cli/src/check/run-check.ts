import { OUTCOMES } from "@sitemap-scanner/contracts";
import { createFetcher, FetchError } from "@sitemap-scanner/fetcher";
import { ConfigError, readFetchEnvironment } from "@sitemap-scanner/runtime";
import type { Context } from "../context.ts";
import { CommandError, EXIT, UsageError } from "../errors.ts";
import { sanitize, toJsonLine } from "../output/sanitize.ts";
import { checkDocument } from "./check-document.ts";
import { checkSite } from "./check-site.ts";
import { type Document, findDocument } from "./document.ts";
import type { CheckLimits } from "./file-queue.ts";
import { printCheck } from "./print-check.ts";
import { type CheckReport, isRead } from "./report.ts";
import { readSite } from "./site-argument.ts";

export interface CheckFlags extends CheckLimits {
  /** Where a document is from. */
  url?: string;
  /** CIDRs that may be fetched from although they are private. */
  allowPrivate: string[];
  json?: true;
}

/**
 * Finds and reads the sitemaps of a site, or the one sitemap given.
 * @returns 0 when a file could be read, 1 when none could
 * @throws {CommandError} when the text names no site and no file, or the site cannot be reached at all
 */
export async function runCheck(context: Context, text: string, flags: CheckFlags): Promise<number> {
  const document = await findDocument(text);
  const report = document
    ? await readDocument(context, document, flags)
    : await readSiteNamed(context, text, flags);
  if (flags.json) context.out.line(toJsonLine(report));
  else printCheck(context.out, report);
  return report.files.some(isRead) ? EXIT.ok : EXIT.failed;
}

async function readDocument(
  { err }: Context,
  document: Document,
  { url }: CheckFlags,
): Promise<CheckReport> {
  const { report, relative } = await checkDocument(document, url);
  if (relative > 0) {
    err.line(
      `Entries with a relative address: ${relative}. Say with --url where the file is from.`,
    );
  }
  return report;
}

async function readSiteNamed(
  { err, env }: Context,
  text: string,
  flags: CheckFlags,
): Promise<CheckReport> {
  const site = readSite(text);
  if (flags.url !== undefined) throw new UsageError("--url goes with a file, or with - alone");
  const { maxFiles, maxDepth } = flags;
  const settings = readSettings(env);
  const { userAgent } = settings;
  const allowPrivate = [...settings.allowPrivate, ...flags.allowPrivate];
  const fetcher = createFetcher({ ...settings, allowPrivate });
  const onFile = (url: string) => {
    if (err.isTerminal) err.line(`Reading ${sanitize(url)} …`);
  };
  try {
    return await checkSite(fetcher, site, { maxFiles, maxDepth, userAgent }, onFile);
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

/** The same variables as the worker's, so that a check fetches as a scan does. */
function readSettings(env: Context["env"]) {
  try {
    return readFetchEnvironment(env);
  } catch (error) {
    if (error instanceof ConfigError) throw new UsageError(error.message);
    throw error;
  }
}
