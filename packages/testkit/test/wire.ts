import { get, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { connect, type Socket } from "node:net";
import { buffer } from "node:stream/consumers";
import type { Site } from "../src/index.ts";

/** A whole answer as Node's own client reads it: nothing followed, nothing decoded. */
export interface Answer {
  status: number | undefined;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** Asks and waits for the headers; rejects with what broke the request. */
export function open(
  site: Site,
  path: string,
  headers: Record<string, string> = {},
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(`${site.origin}${path}`, { headers, maxHeaderSize: 1_048_576 }, resolve).on(
      "error",
      reject,
    );
  });
}

/** Asks and reads to the end; rejects when the answer breaks off. */
export async function ask(
  site: Site,
  path: string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await open(site, path, headers);
  return { status: response.statusCode, headers: response.headers, body: await buffer(response) };
}

/** A connection that has asked, and the bytes that came over it as they were. */
export interface Wire {
  socket: Socket;
  text(): string;
  /** The bytes so far, as soon as they contain this. */
  until(part: string): Promise<string>;
  /** How the connection ended: `null` in good order, else the code of the error. */
  closed: Promise<string | null>;
}

/** Asks over a plain TCP connection. */
export function dial(site: Site, path: string): Wire {
  const [host, port] = site.domain.split(":");
  const socket = connect({ host, port: Number(port) });
  const { promise: closed, resolve: close } = Promise.withResolvers<string | null>();
  let text = "";
  let failure: string | null = null;
  socket
    .setEncoding("latin1")
    .on("data", (chunk: string) => (text += chunk))
    .on("error", ({ code }: NodeJS.ErrnoException) => (failure = code ?? "unknown"))
    .on("close", () => close(failure));
  socket.write(`GET ${path} HTTP/1.1\r\nHost: ${site.domain}\r\n\r\n`);
  return {
    socket,
    text: () => text,
    closed,
    until: (part) =>
      new Promise((resolve, reject) => {
        const look = () => text.includes(part) && resolve(text);
        look();
        socket.on("data", look);
        socket.on("close", () => reject(new Error(`Closed without "${part}": ${text}`)));
      }),
  };
}
