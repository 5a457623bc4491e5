import { createServer, type Server } from "node:http";
import type { WorkerProcess } from "./compose.ts";

/**
 * Serves `GET /livez` on the loopback address: 200 while the heartbeat reaches the database, 503 when
 * it has not for a while, so that a container that stands still is replaced.
 */
export function startHealthServer(port: number, worker: WorkerProcess): Promise<Server> {
  const server = createServer((request, response) => {
    const found = request.url === "/livez";
    const alive = worker.isAlive();
    response.writeHead(found ? (alive ? 200 : 503) : 404, { "content-type": "application/json" });
    response.end(JSON.stringify(found ? { alive, worker_id: worker.id } : {}));
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}
