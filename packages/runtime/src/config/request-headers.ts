import { z } from "zod";
import { type Reader, reader } from "./values.ts";

/** What the connection and the fetcher itself decide, and what would change the kind of answer. */
const RESERVED = new Set([
  "accept-encoding",
  "connection",
  "content-length",
  "expect",
  "host",
  "http2-settings",
  "if-match",
  "if-modified-since",
  "if-none-match",
  "if-range",
  "if-unmodified-since",
  "keep-alive",
  "proxy-authorization",
  "proxy-connection",
  "range",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "user-agent",
]);

/** A token as HTTP has it. */
const NAME = /^[\w!#$%&'*+.^`|~-]{1,100}$/;
/** Printable ASCII: anything else reaches each server as something different. */
const VALUE = /^[\x20-\x7e]{0,4096}$/;

const Name = z
  .string()
  .regex(NAME)
  .refine((name) => !RESERVED.has(name.toLowerCase()));
const Headers = z.record(Name, z.string().regex(VALUE));

/** A JSON object of header → value, given back with its names in lower case. */
export const requestHeaders: Reader<Record<string, string>> = reader(
  'a JSON object such as {"x-crawler": "yes"}, of printable ASCII, without ' +
    "host, user-agent, range, conditions and what belongs to the connection",
  (text) => {
    const given = Headers.safeParse(parseJson(text));
    if (!given.success) return undefined;
    const entries = Object.entries(given.data).map(([name, value]) => [name.toLowerCase(), value]);
    const headers = Object.fromEntries(entries);
    return Object.keys(headers).length === entries.length ? headers : undefined;
  },
);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
