import type { Socket } from "node:net";

/** Writes `chunk` for as long as the other side takes it, and tells how much it was. */
export function writeForever(
  socket: Socket,
  head: string,
  chunk: string | Uint8Array = Buffer.alloc(64 * 1024, "a"),
  onWritten: (bytes: number) => void = () => undefined,
): void {
  const pump = (): void => {
    if (socket.destroyed) return;
    onWritten(chunk.length);
    if (socket.write(chunk)) setImmediate(pump);
    else socket.once("drain", pump);
  };
  socket.write(head);
  pump();
}

/** Begins with `head`, then writes `drop` every 10 ms. */
export function drip(socket: Socket, head: string, drop: string): void {
  socket.write(head);
  const dripping = setInterval(() => socket.write(drop), 10);
  socket.once("close", () => clearInterval(dripping));
}
