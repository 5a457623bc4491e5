import { readBeginning } from "./beginning.ts";
import { findBotChallenge } from "./bot-challenge.ts";
import { ByteReader } from "./byte-reader.ts";
import { createDecoder, detectCharset } from "./charset.ts";
import { decompress } from "./decompress.ts";
import { EntryCollector, type Entry } from "./entries.ts";
import type { LayerContext } from "./inflate.ts";
import { Intake } from "./intake.ts";
import { DEFAULT_LIMITS, type ReadLimits } from "./limits.ts";
import { conclude, emptyReport, noTroubles, type ReadReport, type Troubles } from "./report.ts";
import { TextParser } from "./text-parser.ts";
import { XmlParser } from "./xml-parser.ts";

export interface ReadOptions {
  /** The file's final URL: relative locs are resolved against it. */
  url: string;
  /** The header as received; only its charset is believed, and only if nothing better is known. */
  contentType?: string | null;
  /** The header as received, if the body is still encoded that way. */
  contentEncoding?: string | null;
  /** Over the defaults; see ReadLimits. */
  limits?: Partial<ReadLimits>;
}

/** One reading of one file. */
export interface SitemapReading extends AsyncIterable<Entry[]> {
  /** Filled in while reading; complete when the loop has ended, also by `break`. */
  readonly report: ReadReport;
}

/**
 * Bytes are read, decoded and parsed in blocks of this size at fixed places of the file: whatever a
 * layer below makes of the end of its input, it makes the same however the bytes arrived.
 */
const BLOCK_BYTES = 16_384;

/** What eats the text of a file. */
interface Parser {
  /** @returns false when reading on would give nothing */
  write(text: string): boolean;
  end(cutOff: boolean): void;
}

/**
 * Reads a sitemap of any kind as a stream. Iterate it once: it yields the entries in arrays, never
 * empty ones, of what one block of the file holds, and takes the next bytes only when asked for
 * more. What is wrong with the file is no exception but told in `report`.
 *
 * An error thrown by `chunks` is thrown on, after the entries that were complete before it.
 *
 * @param chunks the body as received, in pieces of any size
 * @throws TypeError when iterated a second time
 */
export function readSitemap(
  chunks: AsyncIterable<Uint8Array>,
  options: ReadOptions,
): SitemapReading {
  const report = emptyReport();
  let begun = false;
  return {
    report,
    [Symbol.asyncIterator]() {
      if (begun) throw new TypeError("Cannot read sitemap: it was read already");
      begun = true;
      return read(chunks, options, report);
    },
  };
}

async function* read(
  chunks: AsyncIterable<Uint8Array>,
  options: ReadOptions,
  report: ReadReport,
): AsyncGenerator<Entry[]> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const context: LayerContext = { limits, troubles: noTroubles() };
  const intake = new Intake(report, context.troubles, limits.maxBytes);
  let bytes = new ByteReader(intake.bytes(chunks));
  let atEnd = false;
  try {
    const encoding = options.contentEncoding ?? null;
    bytes = await decompress(bytes, encoding, report.compressions, context);
    if (context.troubles.encoding === null) yield* readEntries(bytes, options, report, context);
    atEnd = true;
  } finally {
    if (!atEnd) context.troubles.damage ??= "Reading was stopped before the end of the file";
    report.bodySha256 = intake.digest();
    conclude(report, context.troubles);
    await bytes.close();
  }
  if (intake.failure !== null) throw intake.failure.error;
}

async function* readEntries(
  bytes: ByteReader,
  options: ReadOptions,
  report: ReadReport,
  { limits, troubles }: LayerContext,
): AsyncGenerator<Entry[]> {
  const texts = decode(bytes, options.contentType ?? null, report);
  const { guess, pieces } = await readBeginning(texts);
  if (guess === null) return;
  if (guess.form === "other") {
    troubles.foreign ??= `The file is ${guess.what}`;
    return;
  }
  const entries = new EntryCollector(options.url, report);
  const parser: Parser =
    guess.form === "xml"
      ? new XmlParser(entries, report, troubles, limits)
      : new TextParser(entries, report, limits.maxTextLength);
  const [beginning = ""] = pieces;
  for await (const text of inOrder(pieces, texts)) {
    const goOn = parser.write(text);
    const batch = entries.take();
    if (batch.length > 0) yield batch;
    if (!goOn) break;
  }
  if (report.kind === "unknown") noteChallenge(beginning, troubles);
  if (troubles.foreign !== null || troubles.refused !== null) return;
  parser.end(troubles.damage !== null || troubles.overflow !== null);
  const batch = entries.take();
  if (batch.length > 0) yield batch;
}

/** Lets go of the first pieces as they are read. */
async function* inOrder(first: string[], others: AsyncIterable<string>): AsyncGenerator<string> {
  yield* first.splice(0);
  yield* others;
}

async function* decode(
  bytes: ByteReader,
  contentType: string | null,
  report: ReadReport,
): AsyncGenerator<string> {
  const first = await bytes.peek(BLOCK_BYTES);
  if (first.length === 0) return;
  const { encoding, bomLength } = detectCharset(first, contentType);
  report.encoding = encoding;
  const decoder = createDecoder(encoding);
  const mark = await bytes.read(bomLength);
  report.bytes += mark.length;
  for (;;) {
    const block = await bytes.read(BLOCK_BYTES);
    report.bytes += block.length;
    const text = decoder.decode(block, { stream: block.length > 0 });
    if (text !== "") yield text;
    if (block.length === 0) return;
  }
}

/** A page that is no sitemap may be one that keeps us from it. */
function noteChallenge(beginning: string, troubles: Troubles): void {
  const name = findBotChallenge(beginning);
  if (name !== null) troubles.challenge ??= `A bot challenge of ${name} came instead of the file`;
}
