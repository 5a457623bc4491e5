/** Loaded before a process (`node --import`): it dies of an exhausted heap at the file `POISON_PATH`. */
import { subscribe } from "node:diagnostics_channel";

subscribe("http.client.response.finish", (message) => {
  if (pathOf(message) === process.env["POISON_PATH"]) exhaustHeap();
});

function pathOf(message: unknown): unknown {
  const { request }: { request?: { path?: unknown } } = Object(message);
  return request?.path;
}

function exhaustHeap(): never {
  const kept: number[][] = [];
  for (;;) kept.push(Array.from<number>({ length: 1_000_000 }).fill(0.5));
}
