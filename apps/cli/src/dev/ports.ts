import { freePort } from "@sitemap-scanner/embedded";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { codeOf, readJsonFile, writeJsonFile } from "./json-file.ts";

const Port = z.int().min(1).max(65_535);

const PortsFile = z.object({
  api: Port.optional(),
  postgres: Port.optional(),
  sample_site: Port.optional(),
});
type PortsFile = z.infer<typeof PortsFile>;

/** The ports that were used last, so that a restart uses the same. */
export interface KeptPorts {
  get(name: keyof PortsFile): number | undefined;
  keep(name: keyof PortsFile, port: number): void;
}

/** Kept in `DATA_DIR/ports.json`. */
export function openKeptPorts(dataDir: string): KeptPorts {
  const path = join(dataDir, "ports.json");
  let ports: PortsFile = readJsonFile(path, PortsFile) ?? {};
  return {
    get: (name) => ports[name],
    keep(name, port) {
      if (ports[name] === port) return;
      ports = { ...ports, [name]: port };
      writeJsonFile(path, ports);
    },
  };
}

/** The kept port if it can be had, else another one, which is then kept. */
export async function choosePort(ports: KeptPorts, name: keyof PortsFile): Promise<number> {
  const kept = ports.get(name);
  if (kept !== undefined && (await isPortFree(kept))) return kept;
  const port = await freePort();
  ports.keep(name, port);
  return port;
}

/** Whether a server could listen on this port of 127.0.0.1 at this moment. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error) => {
      if (["EADDRINUSE", "EACCES"].includes(codeOf(error) ?? "")) resolve(false);
      else reject(error);
    });
    server.listen({ host: "127.0.0.1", port }, () => server.close(() => resolve(true)));
  });
}

/** Waits until the port is free, for `patienceMs` at most; answers whether it is. */
export async function untilPortFree(
  port: number,
  patienceMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    if (await isPortFree(port)) return true;
    if (performance.now() > deadline) return false;
    await sleep(200, undefined, { signal });
  }
}
