import type { ReadOptions, ReadReport } from "../../src/index.ts";
import { FILE_URL, readBytes } from "../read-bytes.ts";

/** What `<name>.expected.json` says of a sitemap. */
export interface ExpectedReading {
  rule: string;
  options?: Partial<ReadOptions>;
  kind: ReadReport["kind"];
  outcome: ReadReport["outcome"];
  /** A text is the URL of a page of which nothing else is known. */
  entries: (string | ({ type?: "page" | "sitemap"; url: string } & Record<string, unknown>))[];
  rejected?: ReadReport["rejected"];
  warnings?: ReadReport["warnings"];
}

const KEYS = new Set(["rule", "options", "kind", "outcome", "entries", "rejected", "warnings"]);
const PAGE = {
  type: "page",
  lastmod: null,
  lastmodRaw: null,
  changefreq: null,
  priority: null,
  extensions: null,
};
const SITEMAP = { type: "sitemap", lastmod: null, lastmodRaw: null };

/** Fills in what expectations leave out. @throws Error on a misspelt name */
export function expectedReading(written: ExpectedReading) {
  const { options, kind, outcome, rejected = {}, warnings = {} } = written;
  const unknown = Object.keys(written).find((key) => !KEYS.has(key));
  if (unknown !== undefined) throw new Error(`Cannot read expectations: "${unknown}" is unknown`);
  const entries = written.entries.map(completed);
  return { options: { url: FILE_URL, ...options }, kind, outcome, entries, rejected, warnings };
}

function completed(entry: ExpectedReading["entries"][number]): Record<string, unknown> {
  if (typeof entry === "string") return { ...PAGE, url: entry };
  return entry.type === "sitemap" ? { ...SITEMAP, ...entry } : { ...PAGE, ...entry };
}

/** Reads a document into the same shape. */
export async function readDocument(body: Buffer, options: ReadOptions) {
  const { entries, report } = await readBytes(body, options);
  const { kind, outcome, rejected, warnings } = report;
  return asPlainData({ kind, outcome, entries, rejected, warnings });
}

/** As JSON has it: dates as text, records with a prototype. */
function asPlainData(value: object): Record<string, unknown> {
  return JSON.parse(JSON.stringify(value));
}
