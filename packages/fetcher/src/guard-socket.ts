import type { Socket } from "node:net";
import type { TargetPolicy } from "./address-policy.ts";
import { notPublic } from "./check-url.ts";
import { FetchError } from "./fetch-error.ts";

/**
 * Destroys the socket, and tells `onRefused` why, unless the address it really reached may be
 * dialled. Call it before the socket has connected: it then acts before the first byte is sent.
 */
export function guardSocket(
  socket: Socket,
  policy: TargetPolicy,
  url: URL,
  onRefused: (error: FetchError) => void,
): void {
  const refuse = (error: FetchError): void => {
    // First of all: the waiting request makes an error of its own of the closed socket.
    onRefused(error);
    socket.destroy();
  };
  const check = (): void => {
    const address = socket.remoteAddress;
    // A connection that was reset in the meantime has no address any more.
    if (address === undefined) {
      refuse(new FetchError("connection_error", "the connection broke off", { url }));
    } else if (policy.judge(address) === "refused") {
      refuse(notPublic(url));
    }
  };
  if (socket.connecting) socket.prependOnceListener("connect", check);
  else check();
}
