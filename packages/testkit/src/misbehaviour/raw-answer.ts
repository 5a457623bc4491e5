import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** The connection under an answer, for bytes that Node's HTTP would not send. */
export function socketOf({ socket }: ServerResponse): Socket {
  if (!socket) throw new Error("Cannot answer by hand: the connection is closed");
  return socket;
}

/** The head of a 200 with exactly these headers, and none that Node would add. */
export function rawHead(headers: Record<string, string | number>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 200 OK\r\n${lines.join("")}\r\n`;
}
