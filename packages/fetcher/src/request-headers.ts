import { validateHeaderName, validateHeaderValue } from "node:http";

interface OwnHeaders {
  userAgent: string;
  /** Sent to every site. */
  headers?: Record<string, string>;
}

/**
 * Gives the headers of one request, names in lower case: `headers`, over them those of the request,
 * and over all what we say of ourselves.
 * @throws {TypeError} for a name or value of ours that can't be sent
 */
export function createRequestHeaders({
  userAgent,
  headers,
}: OwnHeaders): (given?: Record<string, string>) => Record<string, string> {
  // GETs of sitemaps are for machines: any type will do, and the bytes are decoded elsewhere.
  const weak = { accept: "*/*", ...lowerCased(headers) };
  const strong = { "accept-encoding": "gzip, br", "user-agent": userAgent };
  for (const [name, value] of Object.entries({ ...weak, ...strong })) {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  }
  return (given) => ({ ...weak, ...lowerCased(given), ...strong });
}

function lowerCased(headers: Record<string, string> = {}): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return Object.fromEntries(entries);
}
