import type { ClientRequest } from "node:http";
import type { Socket } from "node:net";
import { FetchError } from "./fetch-error.ts";

const EVERY_MS = 50;
/** Room for a TLS handshake and a few early hints, besides the headers themselves. */
const ROOM_BYTES = 128 * 1024;

/**
 * Fails when far more comes than the headers of an answer may take, and they are still not complete.
 * Node's limit counts neither empty lines before the answer nor answers before the last (1xx).
 */
export function limitPreamble(
  request: ClientRequest,
  socket: Socket,
  { maxHeaderBytes, url }: { maxHeaderBytes: number; url: URL },
  onFlood: (error: FetchError) => void,
): void {
  const most = socket.bytesRead + maxHeaderBytes + ROOM_BYTES;
  const watching = setInterval(() => {
    if (socket.bytesRead <= most) return;
    onFlood(new FetchError("protocol_error", "too much came before the answer", { url }));
  }, EVERY_MS);
  watching.unref();
  const callOff = (): void => clearInterval(watching);
  request.once("response", callOff);
  request.once("close", callOff);
}
