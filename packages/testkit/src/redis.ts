import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { connect } from "node:net";
import { createInterface } from "node:readline";
import { freePort } from "@sitemap-scanner/embedded";
import { atEndOfFile } from "./end-of-file.ts";
import { processTarget } from "./process-target.ts";
import { findProgram } from "./find-program.ts";
import { makeTemporaryDirectory, noteProcess } from "./run-directory.ts";

export interface TestRedis {
  url: string;
  port: number;
  pid: number;
  /** Sends one command, such as `CONFIG SET maxmemory 1`, and gives the reply as Redis writes it. */
  send: (command: string) => Promise<string>;
  /** Orderly end. What it held is gone. */
  stop: () => Promise<void>;
  /** SIGKILL: connections break without a goodbye. */
  kill: () => Promise<void>;
}

export interface RedisOptions {
  /** Default: a free port. Give that of a stopped server to have it come back empty. */
  port?: number;
}

/** The path of a Redis or Valkey server, or `undefined` when none is on the PATH. */
export function findRedisServer(): Promise<string | undefined> {
  return findProgram("redis-server", "valkey-server");
}

/** Starts a Redis of the test's own on 127.0.0.1, empty and without persistence. */
export async function startRedis(options: RedisOptions = {}): Promise<TestRedis> {
  const program = await findRedisServer();
  if (program === undefined) {
    throw new Error("Cannot start Redis: neither redis-server nor valkey-server is on the PATH");
  }
  const port = options.port ?? (await freePort());
  const directory = makeTemporaryDirectory("redis");
  const child = spawn(program, settings(port, directory), {
    detached: true,
    stdio: ["ignore", "pipe", "ignore"],
  });
  await once(child, "spawn");
  const pid = child.pid ?? 0;
  const forgetProcess = noteProcess(processTarget(pid, { group: false }));
  const ended = once(child, "exit").finally(() => {
    forgetProcess();
    rmSync(directory, { recursive: true, force: true });
  });
  await untilReady(child, port);
  const end = async (signal: NodeJS.Signals) => {
    child.ref();
    child.kill(signal);
    await ended;
  };
  const stop = () => end("SIGTERM");
  void ended.then(atEndOfFile(stop));
  child.unref();
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    pid,
    send: (command) => sendToRedis(port, command),
    stop,
    kill: () => end("SIGKILL"),
  };
}

/**
 * Sends one command by a bare socket, so that no client stands between a test and the server that it breaks.
 *
 * @returns the reply, as Redis writes it
 */
export async function sendToRedis(port: number, command: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.write(`${command}\r\n`);
  const [reply] = await once(socket, "data");
  socket.destroy();
  return String(reply);
}

function settings(port: number, directory: string): string[] {
  const values = {
    port: String(port),
    bind: "127.0.0.1",
    dir: directory,
    save: "",
    appendonly: "no",
    "maxmemory-policy": "noeviction",
  };
  return Object.entries(values).flatMap(([name, value]) => [`--${name}`, value]);
}

async function untilReady(child: ChildProcess, port: number): Promise<void> {
  const { stdout } = child;
  if (!stdout) throw new Error("Cannot start Redis: it has no output to read");
  const seen: string[] = [];
  for await (const line of createInterface({ input: stdout })) {
    seen.push(line);
    if (line.includes("Ready to accept connections")) {
      stdout.resume(); // a full pipe would block the server
      if ("unref" in stdout && typeof stdout.unref === "function") stdout.unref();
      return;
    }
  }
  throw new Error(`Cannot start Redis on port ${port}: it ended\n${seen.slice(-10).join("\n")}`);
}
