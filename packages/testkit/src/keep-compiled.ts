// Loaded before a process (`node --import`): most are killed, and only one that ends by itself writes
// down what it has compiled for the next.
import { flushCompileCache } from "node:module";

/** It has started by then, and imported all. */
const STARTED_MS = 3_000;

setTimeout(flushCompileCache, STARTED_MS).unref();
