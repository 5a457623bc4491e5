/** Loaded before a process (`node --import`): SIGUSR2 holds its event loop while the file `BUSY_WHILE` is there. */
import { existsSync } from "node:fs";

const file = process.env["BUSY_WHILE"] ?? "";
const nap = new Int32Array(new SharedArrayBuffer(4));

process.on("SIGUSR2", () => {
  // The naps leave the core to the others; the event loop does not turn in them.
  while (existsSync(file)) Atomics.wait(nap, 0, 0, 20);
});
