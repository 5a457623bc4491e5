import { createHash } from "node:crypto";
import { bareRecord } from "./bare-record.ts";

export type SitemapKind = "urlset" | "index" | "text" | "rss" | "atom" | "unknown";

/** Why an entry was left out. */
export type Rejection =
  /** An entry, or its `<loc>`, that says nothing. */
  | "loc_missing"
  /** Text of a `<loc>`, or a line, over `maxTextLength`. */
  | "loc_too_long"
  /** Over 8,192 characters. */
  | "url_too_long"
  /** Neither http nor https. */
  | "url_scheme"
  | "url_invalid"
  /** A line of a text sitemap. */
  | "line_not_a_url";

/** What was wrong with an entry that was kept, or with its file. */
export type Warning =
  /** No date, or an impossible one: `lastmod` is null, the text is kept. */
  | "lastmod_unreadable"
  | "changefreq_unknown"
  /** Not a number from 0 to 1. */
  | "priority_out_of_range"
  /** More extensions of one page than are kept. */
  | "extension_too_large"
  /** A name or password in the URL, which was dropped. */
  | "url_userinfo"
  /** Longer than the 2,048 characters of the protocol. */
  | "url_over_2048"
  /** Counted once a file: more entries than the 50,000 of the protocol. */
  | "over_50000_entries";

/** What one reading found out about its file; complete when the reading has ended. */
export interface ReadReport {
  kind: SitemapKind;
  /** The charset used, as the Encoding Standard names it; null when no text was reached. */
  encoding: string | null;
  /** Compressions undone, outermost first: `gzip`, `br`, `deflate`, `zstd`. */
  compressions: string[];
  /** Bytes as received. */
  compressedBytes: number;
  /** Bytes after decompression, before decoding. */
  bytes: number;
  /** Entries yielded. */
  entries: number;
  /** Reason → how many entries were left out for it. Has no prototype. */
  rejected: Partial<Record<Rejection, number>>;
  /** Reason → the first addresses that were left out for it, as written but for their length. Has no prototype. */
  rejectedTexts: Partial<Record<Rejection, string[]>>;
  /** Fault → how often it was met in what was kept. Has no prototype. */
  warnings: Partial<Record<Warning, number>>;
  outcome:
    | "ok"
    /** Cut off, damaged or over a limit of structure: the complete entries were kept. */
    | "ok_partial"
    /** A valid sitemap without entries, not even such as were rejected. */
    | "empty"
    | "not_a_sitemap"
    /** The page of a protection against bots came instead; `detail` names it. */
    | "blocked"
    /** A sitemap of which no entry could be read. */
    | "malformed"
    /** Over a limit of size: the entries read before were kept. */
    | "too_large"
    | "encoding_error";
  /** One sentence for people, or null when the outcome says it all. */
  detail: string | null;
  /** Of the bytes as received: of the whole file only when the outcome is `ok` or `empty`. */
  bodySha256: Buffer;
}

/** What went wrong on the way from bytes to entries; the first of each kind is kept. */
export interface Troubles {
  /** Cut off or damaged: what came before is good. */
  damage: string | null;
  /** Over a limit of size. */
  overflow: string | null;
  /** Cannot be decompressed or decoded at all. */
  encoding: string | null;
  /** Over a limit of structure. */
  refused: string | null;
  /** The page of a protection against bots. */
  challenge: string | null;
  /** Certainly something else than a sitemap. */
  foreign: string | null;
}

/** @returns a report of nothing, for the reading to fill in */
export function emptyReport(): ReadReport {
  return {
    kind: "unknown",
    encoding: null,
    compressions: [],
    compressedBytes: 0,
    bytes: 0,
    entries: 0,
    rejected: bareRecord(),
    rejectedTexts: bareRecord(),
    warnings: bareRecord(),
    outcome: "not_a_sitemap",
    detail: "The file was not read",
    bodySha256: createHash("sha256").digest(),
  };
}

export function noTroubles(): Troubles {
  return {
    damage: null,
    overflow: null,
    encoding: null,
    refused: null,
    challenge: null,
    foreign: null,
  };
}

/** Sets `outcome` and `detail` from what was counted and what went wrong. */
export function conclude(report: ReadReport, troubles: Troubles): void {
  report.outcome = outcomeOf(report, troubles);
  // A page that holds a root element on its way is no sitemap all the same.
  if (report.outcome === "not_a_sitemap" || report.outcome === "blocked") report.kind = "unknown";
  const { overflow, encoding, challenge, foreign, refused, damage } = troubles;
  report.detail =
    overflow ?? encoding ?? challenge ?? foreign ?? refused ?? damage ?? defaultDetail(report);
}

function outcomeOf(report: ReadReport, troubles: Troubles): ReadReport["outcome"] {
  if (troubles.overflow !== null) return "too_large";
  if (troubles.encoding !== null) return "encoding_error";
  if (troubles.damage !== null && report.compressions.length > 0 && report.bytes === 0)
    return "encoding_error";
  if (troubles.challenge !== null) return "blocked";
  if (troubles.foreign !== null) return "not_a_sitemap";
  const unsound = troubles.refused !== null || troubles.damage !== null;
  if (unsound && report.entries > 0) return "ok_partial";
  if (report.kind === "unknown") return "not_a_sitemap";
  if (unsound) return "malformed";
  if (report.entries > 0) return "ok";
  // NOTE: `empty` is a complete reading, after which all pages of the file are taken for removed.
  return Object.keys(report.rejected).length > 0 ? "malformed" : "empty";
}

function defaultDetail(report: ReadReport): string | null {
  if (report.outcome !== "not_a_sitemap") return null;
  return report.bytes === 0
    ? "The body is empty"
    : "Neither a sitemap nor a list of URLs was found";
}
