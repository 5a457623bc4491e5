import { isIP } from "node:net";
import { z } from "zod";

/** Timers of Node wrap round above this, and fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Reads one variable's text; what it refuses is answered with one sentence that begins "must be". */
export type Reader<T> = z.ZodType<T, string>;

/** `read` answers undefined for a text that is not `expected`. */
export function reader<T>(expected: string, read: (text: string) => T | undefined): Reader<T> {
  return z.string().transform((text, context) => {
    const value = read(text);
    if (value !== undefined) return value;
    context.addIssue(`must be ${expected}`);
    return z.NEVER;
  });
}

export function integer(least: number, most: number): Reader<number> {
  return reader(`a whole number from ${least} to ${most}`, (text) => {
    const value = Number(text);
    return /^\d+$/.test(text) && value >= least && value <= most ? value : undefined;
  });
}

/** Milliseconds that a timer can wait. */
export function milliseconds(least = 1): Reader<number> {
  return integer(least, LONGEST_TIMER);
}

export function oneOf<const T extends string>(...choices: T[]): Reader<T> {
  return reader(`one of ${choices.join(", ")}`, (text) => choices.find((one) => one === text));
}

export function matching(pattern: RegExp, expected: string): Reader<string> {
  return reader(expected, (text) => (pattern.test(text) ? text : undefined));
}

/** Waits in ms, separated by commas. */
export const waits: Reader<number[]> = reader(
  "whole numbers of ms separated by commas, such as 0,5000,300000",
  (text) => {
    const entries = text.split(",").map((entry) => entry.trim());
    const read = entries.map(Number);
    const isValid = (wait: number, i: number) =>
      /^\d+$/.test(entries[i] ?? "") && wait <= LONGEST_TIMER;
    return read.length <= 100 && read.every(isValid) ? read : undefined;
  },
);

/** The text as it was given: what follows the host is the driver's to understand. */
export function storeUrl(...schemes: string[]): Reader<string> {
  const expected = `a URL that begins with ${schemes.map((one) => `${one}://`).join(" or ")}`;
  return reader(expected, (text) => {
    const url = URL.parse(text);
    return url && schemes.includes(url.protocol.slice(0, -1)) ? text : undefined;
  });
}

/** An http or https URL without userinfo, query and fragment, given back without its last slash. */
export const webUrl: Reader<string> = reader(
  "an http or https URL without user, query and fragment",
  (text) => {
    const url = URL.parse(text);
    if (!url || !["http:", "https:"].includes(url.protocol)) return undefined;
    if (url.username !== "" || url.password !== "" || /[?#]/.test(text)) return undefined;
    return url.href.replace(/\/$/, "");
  },
);

/** An http or https URL of nothing but a host, with or without a port, given back without a slash. */
export const webOrigin: Reader<string> = reader("a URL such as http://api:8000", (text) => {
  const url = URL.parse(text);
  if (!url || !["http:", "https:"].includes(url.protocol)) return undefined;
  return url.href === `${url.origin}/` && !/[?#]/.test(text) ? url.origin : undefined;
});

/** Names or addresses of hosts, as they stand in a URL and without a port. */
export const hostNames: Reader<string[]> = reader(
  "host names or addresses separated by commas, without ports, such as scanner.test,192.0.2.7",
  (text) => {
    const read = text.split(",").map((entry) => toHostName(entry.trim()));
    const valid = read.filter((name) => name !== undefined);
    return valid.length === read.length ? valid : undefined;
  },
);

function toHostName(entry: string): string | undefined {
  const host = isIP(entry) === 6 ? `[${entry}]` : entry;
  if (!/^(?:[^\s:/?#@\\*[\]]+|\[[\da-f:.]+\])$/i.test(host)) return undefined;
  return URL.parse(`http://${host}`)?.hostname;
}

/** An http URL of nothing but a host, with or without a port and credentials. */
export const proxyUrl: Reader<string> = reader(
  "a URL such as http://user:password@host:3128",
  (text) => {
    const url = URL.parse(text);
    if (url?.protocol !== "http:" || url.pathname !== "/" || /[?#]/.test(text)) return undefined;
    // Credentials are decoded before they are sent.
    if (/%(?![\da-f]{2})/i.test(text)) return undefined;
    return url.href.replace(/\/$/, "");
  },
);

/** Networks separated by commas; a bare address is the network of that address alone. */
export const networks: Reader<string[]> = reader(
  "CIDRs separated by commas, such as 127.0.0.0/8,::1/128",
  (text) => {
    const read = text.split(",").map((entry) => toNetwork(entry.trim()));
    const valid = read.filter((network) => network !== undefined);
    return valid.length === read.length ? valid : undefined;
  },
);

/** Networks that have a name; the same ones as express has. */
const NAMED_NETWORKS = ["loopback", "linklocal", "uniquelocal"];

/** Whose word is taken for where a request comes from: so many hops, or those at these addresses. */
export const proxies: Reader<number | string[]> = reader(
  "how many proxies requests pass, from 1 to 32, or their addresses and networks separated by commas, such as loopback,10.0.0.0/8",
  (text) => {
    if (/^\d+$/.test(text))
      return Number(text) >= 1 && Number(text) <= 32 ? Number(text) : undefined;
    const read = text.split(",").map((entry) => toTrusted(entry.trim()));
    const valid = read.filter((network) => network !== undefined);
    return valid.length === read.length ? valid : undefined;
  },
);

/** The network of all addresses is none to trust: the client's own word would be taken. */
function toTrusted(entry: string): string | undefined {
  if (NAMED_NETWORKS.includes(entry)) return entry;
  const network = toNetwork(entry);
  return network?.endsWith("/0") ? undefined : network;
}

function toNetwork(entry: string): string | undefined {
  const [address = "", prefix, ...rest] = entry.split("/");
  // A zone names an interface of one machine, and belongs in no network.
  const version = address.includes("%") ? 0 : isIP(address);
  if (version === 0 || rest.length > 0) return undefined;
  const bits = version === 4 ? 32 : 128;
  if (prefix === undefined) return `${address}/${bits}`;
  return /^\d{1,3}$/.test(prefix) && Number(prefix) <= bits ? `${address}/${prefix}` : undefined;
}
