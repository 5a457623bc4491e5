import type { SiteAnswer, SiteHandler } from "../site-response.ts";
import { socketOf } from "./raw-answer.ts";

/** Speaks something that is no HTTP, and hangs up. */
export function garbage(): SiteHandler {
  return (_request, response) => {
    socketOf(response).end("220 mail.example.com ESMTP ready\r\n500 What?\r\n");
  };
}

/** Switches to another protocol though nobody asked for it, and stays silent. */
export function switchesProtocol(): SiteHandler {
  return (_request, response) => {
    socketOf(response).write(
      "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
    );
  };
}

/** Sends headers of at least this many bytes, in lines of a kilobyte. */
export function hugeHeaders(bytes: number): SiteAnswer {
  const lines = Array.from({ length: Math.ceil(bytes / 1_024) }, (_, line) => [
    `x-huge-${line}`,
    "a".repeat(1_024),
  ]);
  return { headers: Object.fromEntries(lines) };
}
