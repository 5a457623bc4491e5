import { Socket } from "node:net";

/**
 * A socket that breaks after a silence, for the connection on which BullMQ listens: one that a firewall has
 * forgotten gives no error, and nothing is ever asked on it.
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
