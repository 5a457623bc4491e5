import type { Request } from "express";
import { isIP } from "node:net";

/**
 * Where a request comes from: the peer of its socket, or what the proxies that are trusted
 * (`trust proxy` of express) say of it. Some name a port too, which is no part of the address; what they
 * name that is no address counts as their own.
 */
export function clientAddressOf(req: Request): string {
  const named = withoutPort(req.ip ?? "");
  return isIP(named) === 0 ? (req.socket.remoteAddress ?? "") : named;
}

/** Of `192.0.2.7:4711` and `[2001:db8::7]:4711` the address alone; anything else as it is. */
function withoutPort(text: string): string {
  const [, v4, v6] = /^(?:(\d+(?:\.\d+){3}):\d+|\[([\da-f:.]+)\](?::\d+)?)$/i.exec(text) ?? [];
  return v4 ?? v6 ?? text;
}
