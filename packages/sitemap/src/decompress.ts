import {
  constants,
  createBrotliDecompress,
  createInflateRaw,
  createZstdDecompress,
} from "node:zlib";
import { ByteReader } from "./byte-reader.ts";
import { gunzip, isGzip } from "./gzip.ts";
import { Budget, inflate, type Engine, type LayerContext } from "./inflate.ts";

/** Files that were compressed twice exist, three times hardly, and more is meant to harm. */
const MAX_FILE_LAYERS = 3;
const MAX_CODINGS = 4;
/** Windows of 8 MiB, the most that HTTP allows (RFC 9659), so that a header can't claim more. */
const ZSTD_WINDOW_LOG_MAX = 23;

type Layer = (reader: ByteReader, context: LayerContext) => AsyncGenerator<Buffer>;

/**
 * Undoes what compresses a body: the Content-Encodings, last first, then gzip and zstd files by
 * their magic bytes. A coding that the bytes contradict was undone already, or never done.
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
  // These two have no magic bytes: what reads as a document was not encoded.
  if (prefix.length === 0 || looksPlain(prefix) || layerOfFile(prefix)) return null;
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
  return null;
}

function isZstd(prefix: Buffer): boolean {
  return prefix.length >= 4 && prefix.readUInt32LE(0) === 0xfd2fb528;
}

function looksPlain(prefix: Buffer): boolean {
  return /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*(?:<[\0]?[?!a-z]|https?:)/i.test(
    prefix.toString("latin1"),
  );
}

async function* unbrotli(reader: ByteReader, context: LayerContext): AsyncGenerator<Buffer> {
  yield* single(reader, createBrotliDecompress({ chunkSize: 65_536 }), context);
}

async function* unzstd(reader: ByteReader, context: LayerContext): AsyncGenerator<Buffer> {
  const params = { [constants.ZSTD_d_windowLogMax]: ZSTD_WINDOW_LOG_MAX };
  yield* single(reader, createZstdDecompress({ chunkSize: 65_536, params }), context);
}

/** `deflate` means zlib by the standard and raw deflate in the wild: the header tells them apart. */
async function* undeflate(reader: ByteReader, context: LayerContext): AsyncGenerator<Buffer> {
  const header = await reader.peek(2);
  const [method = 0, flags = 0] = header;
  const isZlib = (method & 0x0f) === 8 && (method * 256 + flags) % 31 === 0;
  if (isZlib) await reader.read(2);
  yield* single(reader, createInflateRaw({ chunkSize: 65_536 }), context);
}

async function* single(
  reader: ByteReader,
  engine: Engine,
  context: LayerContext,
): AsyncGenerator<Buffer> {
  const whole = yield* inflate(reader, engine, new Budget(context));
  if (whole) await reader.drain();
}
