import { createBrotliDecompress } from "node:zlib";
import { ByteReader } from "./byte-reader.ts";
import { isZlib, undeflate } from "./deflate.ts";
import { gunzip, isGzip } from "./gzip.ts";
import { Budget, endLayer, inflate, type LayerContext } from "./inflate.ts";
import { isZstd, unzstd } from "./zstd.ts";

/** Files that were compressed twice exist, three times hardly, and more is meant to harm. */
const MAX_FILE_LAYERS = 3;
const MAX_CODINGS = 4;
/** Fewer compressed bytes than these may look like text by chance. */
const MIN_TEXT_BYTES = 8;
// oxlint-disable-next-line no-control-regex -- they are what tells compressed data from text
const NO_TEXT = /[\0-\u0008\u000b\u000e-\u001f\u007f\ufffd]/;

type Layer = (reader: ByteReader, context: LayerContext) => AsyncGenerator<Buffer>;

/**
 * Undoes what compresses a body: the Content-Encodings, last first, then gzip, zstd and zlib files
 * by their magic bytes. A coding that the bytes contradict was undone already, or never done.
 *
 * @param compressions gets the name of each layer, outermost first
 * @returns the decompressed bytes; what is wrong with them is told in `context.troubles` as they are
 *   read
 */
export async function decompress(
  body: ByteReader,
  contentEncoding: string | null,
  compressions: string[],
  context: LayerContext,
): Promise<ByteReader> {
  let reader = body;
  const undo = (name: string, layer: Layer) => {
    compressions.push(name);
    reader = new ByteReader(layer(reader, context), reader);
  };
  const codings = listCodings(contentEncoding);
  if (codings.length > MAX_CODINGS) {
    context.troubles.encoding ??= `The body is said to be encoded ${codings.length} times`;
    return reader;
  }
  for (const coding of codings.reverse()) {
    const layer = await layerOfCoding(coding, reader);
    if (layer) undo(coding, layer);
  }
  for (let depth = 0; ; depth++) {
    const file = await fileLayer(reader);
    if (!file) return reader;
    if (depth === MAX_FILE_LAYERS) {
      context.troubles.encoding ??= `The file is compressed over ${MAX_FILE_LAYERS} times`;
      return reader;
    }
    undo(file.name, file.layer);
  }
}

function listCodings(header: string | null): string[] {
  const names = (header ?? "").toLowerCase().split(",");
  return names
    .map((name) => name.trim().replace(/^x-/, ""))
    .filter((name) => name !== "" && name !== "identity");
}

async function layerOfCoding(coding: string, reader: ByteReader): Promise<Layer | null> {
  const prefix = await reader.peek(64);
  if (coding === "gzip") return isGzip(prefix) ? gunzip : null;
  if (coding === "zstd") return isZstd(prefix) ? unzstd : null;
  // These two have no magic bytes: what reads as a document or as text was not encoded.
  if (prefix.length === 0 || looksPlain(prefix) || isCompressed(prefix)) return null;
  if (coding === "br") return unbrotli;
  if (coding === "deflate") return undeflate;
  return null;
}

/** What a script wrote before the compressed data does not hide them: a mark, line breaks. */
async function fileLayer(reader: ByteReader): Promise<ReturnType<typeof layerOfFile>> {
  const prefix = await reader.peek(16);
  const blank =
    /^(?:\xef\xbb\xbf|[\r\n\t ]){0,12}/.exec(prefix.toString("latin1"))?.[0].length ?? 0;
  const file = layerOfFile(prefix.subarray(blank));
  if (file !== null) await reader.read(blank);
  return file;
}

function layerOfFile(prefix: Buffer): { name: string; layer: Layer } | null {
  if (isGzip(prefix)) return { name: "gzip", layer: gunzip };
  if (isZstd(prefix)) return { name: "zstd", layer: unzstd };
  if (isZlib(prefix) && !isText(prefix)) return { name: "deflate", layer: undeflate };
  return null;
}

/** By bytes that neither brotli nor deflate begins with. */
function isCompressed(prefix: Buffer): boolean {
  return isGzip(prefix) || isZstd(prefix);
}

function looksPlain(prefix: Buffer): boolean {
  const isDocument = /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*(?:<[\0]?[?!a-z]|https?:)/i.test(
    prefix.toString("latin1"),
  );
  return isDocument || (prefix.length >= MIN_TEXT_BYTES && isText(prefix));
}

/** @param prefix may end inside of a character */
function isText(prefix: Buffer): boolean {
  return !NO_TEXT.test(new TextDecoder().decode(prefix, { stream: true }));
}

async function* unbrotli(reader: ByteReader, context: LayerContext): AsyncGenerator<Buffer> {
  const engine = createBrotliDecompress({ chunkSize: 65_536 });
  const whole = yield* inflate(reader, engine, new Budget(context));
  if (whole) await endLayer(reader, context);
}
