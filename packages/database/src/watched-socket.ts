import { Socket } from "node:net";

/**
 * A socket that breaks after a silence. A connection that a firewall has forgotten gives no error: the
 * server's own timeouts do not reach us, and a query on it would wait for ever.
 *
 * @param silenceMs longer than any statement may take, in ms
 */
export function watchedSocket(silenceMs: number): Socket {
  const socket = new Socket();
  socket.setTimeout(silenceMs, () => {
    socket.destroy(new Error(`The database has been silent for ${silenceMs} ms`));
  });
  return socket;
}
