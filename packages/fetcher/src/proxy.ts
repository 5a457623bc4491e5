import type { Socket } from "node:net";
import { hostOf } from "./check-url.ts";
import { FetchError } from "./fetch-error.ts";

/** An HTTP proxy through which everything goes. */
export interface Proxy {
  /** NOTE: may hold a password, and so may the headers. */
  readonly url: string;
  /** An IPv6 address without its brackets. */
  readonly host: string;
  readonly port: number;
  /** What the proxy is told of who asks. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A URL of nothing but a host, with or without port and credentials; each `%` escapes a byte. */
const FORM = /^http:\/\/(?:(?:[^/?#%@]|%[\da-f]{2})*@)?[^/?#@]+\/?$/i;

/**
 * Reads `http://[user:password@]host[:port]`.
 * @throws {TypeError} for anything else; the message does not repeat it
 */
export function readProxy(text: string): Proxy {
  const url = FORM.test(text) ? URL.parse(text) : null;
  if (!url) {
    throw new TypeError(
      "Cannot use the proxy: it is no URL such as http://user:password@host:port",
    );
  }
  return {
    url: url.href,
    host: hostOf(url),
    port: url.port === "" ? 80 : Number(url.port),
    headers: url.username === "" && url.password === "" ? {} : basicAuthorization(url),
  };
}

function basicAuthorization({ username, password }: URL): Record<string, string> {
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { "proxy-authorization": `Basic ${Buffer.from(credentials).toString("base64")}` };
}

/** Destroys a socket that leads elsewhere than to the proxy's port: no request goes past it. */
export function expectProxy(
  socket: Socket,
  proxy: Proxy,
  url: URL,
  onElsewhere: (error: FetchError) => void,
): void {
  const check = (): void => {
    if (socket.remotePort === undefined || socket.remotePort === proxy.port) return;
    onElsewhere(new FetchError("internal_error", "it would have gone past the proxy", { url }));
    socket.destroy();
  };
  if (socket.connecting) socket.prependOnceListener("connect", check);
  else check();
}
