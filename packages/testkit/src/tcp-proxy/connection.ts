import { once } from "node:events";
import { Socket } from "node:net";
import { pipeline } from "node:stream/promises";
import type { Line } from "./line.ts";

/** A client's connection, and the one to the target that it is joined with. */
export interface Connection {
  /** Breaks both at once, with a reset. */
  cut(): void;
  /** Resolves when the client's is gone. */
  closed: Promise<void>;
}

/**
 * Joins a client with the target over a line. What either says, and that it has no more to say,
 * reaches the other; the end of one by an error is a reset of the other.
 */
export function joinSockets(
  client: Socket,
  target: { host: string; port: number },
  line: Line,
): Connection {
  const server = new Socket({ allowHalfOpen: true });
  const cut = () => {
    for (const socket of [client, server]) socket.resetAndDestroy();
  };
  for (const socket of [client, server]) socket.setNoDelay(true).on("error", cut);
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  client.once("close", () => resolve());
  void closed.then(cut);
  const speak = async () => {
    // A line that is silent from the first lets nobody through to the target.
    await line.untilOpen();
    if (client.destroyed) return;
    server.connect(target);
    await once(server, "connect");
    await Promise.all([carry(client, server, line), carry(server, client, line)]);
  };
  speak().catch(cut);
  return { cut, closed };
}

function carry(from: Socket, to: Socket, line: Line): Promise<void> {
  return pipeline(
    from,
    async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) yield* line.pass(chunk);
      await line.untilOpen();
    },
    to,
  );
}
