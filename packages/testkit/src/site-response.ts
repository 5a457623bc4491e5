import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { extname } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** What a body is made of. Chunks are sent as fast as the client reads, one after the other. */
export type SiteContent = string | Uint8Array | AsyncIterable<string | Uint8Array>;

export interface SiteAnswer {
  /** Default 200. */
  status?: number;
  /** Added to a content type that fits the path. */
  headers?: OutgoingHttpHeaders;
  body?: SiteContent;
}

/** Answers by itself, or returns what to answer. */
export type SiteHandler = (
  request: IncomingMessage,
  response: ServerResponse,
) => SiteReturn | Promise<SiteReturn>;

type SiteReturn = void | ServerResponse | SiteContent | SiteAnswer;

export type SiteResponse = SiteContent | SiteAnswer | SiteHandler;

const CONTENT_TYPES: Record<string, string> = {
  ".xml": "application/xml",
  ".gz": "application/gzip",
  ".txt": "text/plain; charset=utf-8",
};

/** Resolves when the answer is handed over, or when the client went away. */
export async function answer(
  route: SiteResponse,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const given = typeof route === "function" ? await route(request, response) : route;
  if (given === undefined || given === response) return;
  const { status = 200, headers, body = "" } = isContent(given) ? { body: given } : plain(given);
  response.writeHead(status, { "content-type": contentType(request), ...headers });
  if (typeof body === "string" || ArrayBuffer.isView(body)) response.end(body);
  else await pipeline(Readable.from(body, { objectMode: false }), response).catch(unlessGone);
}

function isContent(given: SiteContent | SiteAnswer | ServerResponse): given is SiteContent {
  return typeof given === "string" || ArrayBuffer.isView(given) || Symbol.asyncIterator in given;
}

function plain(given: SiteAnswer | ServerResponse): SiteAnswer {
  if ("writeHead" in given) throw new TypeError("Cannot answer with another request's response");
  return given;
}

function contentType(request: IncomingMessage): string {
  const { pathname } = new URL(request.url ?? "/", "http://site");
  return CONTENT_TYPES[extname(pathname)] ?? "text/html; charset=utf-8";
}

/** A client that leaves early is part of many a test, and no fault of the site. */
function unlessGone(error: unknown): void {
  const gone = ["ERR_STREAM_PREMATURE_CLOSE", "ECONNRESET", "EPIPE"];
  // Errors of Node are of another realm inside jest: `instanceof Error` is false for them.
  const hasCode = typeof error === "object" && error !== null && "code" in error;
  if (!hasCode || !gone.includes(String(error.code))) throw error;
}
