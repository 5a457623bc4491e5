import { readSitemap, type Entry, type ReadOptions, type ReadReport } from "../src/index.ts";

export const FILE_URL = "https://example.com/maps/sitemap.xml";

/** Everything that came of one reading. */
export interface Read {
  entries: Entry[];
  report: ReadReport;
}

/** Reads a body that arrives in the pieces given, with the file at `FILE_URL`. */
export async function readPieces(
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  options: Partial<ReadOptions> = {},
): Promise<Read> {
  const reading = readSitemap(asStream(pieces), { url: FILE_URL, ...options });
  const entries: Entry[] = [];
  for await (const batch of reading) entries.push(...batch);
  return { entries, report: reading.report };
}

export function readBytes(body: Uint8Array | string, options?: Partial<ReadOptions>) {
  return readPieces([typeof body === "string" ? Buffer.from(body) : body], options);
}

/** The URLs of a document, in their order. */
export async function urlsOf(body: Uint8Array | string, options?: Partial<ReadOptions>) {
  return (await readBytes(body, options)).entries.map(({ url }) => url);
}

export function urlset(...locs: string[]): string {
  const urls = locs.map((loc) => `<url><loc>${loc}</loc></url>`).join("");
  return `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${urls}</urlset>`;
}

/** The body cut before each of the positions. */
export function cutAt(body: Buffer, positions: readonly number[]): Buffer[] {
  const places = [...new Set(positions.map((position) => position % (body.length + 1)))];
  const ends = [...places.sort((a, b) => a - b), body.length];
  return ends.map((end, index) => body.subarray(index === 0 ? 0 : ends[index - 1], end));
}

async function* asStream(
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* pieces;
}
