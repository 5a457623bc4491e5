import { createServer, type Server, type ServerResponse } from "node:http";
import { METRICS_CONTENT_TYPE, type Metrics } from "@sitemap-scanner/runtime";

/** What is told of a worker. */
interface ToldWorker {
  readonly id: string;
  readonly metrics: Metrics;
  isAlive(): boolean;
}

/**
 * Serves `GET /metrics`, and `GET /livez`: 200 while the heartbeat reaches the database, 503 when it has
 * not for a while, so that a container that stands still is replaced.
 */
export function startHealthServer(
  address: { host: string; port: number },
  worker: ToldWorker,
): Promise<Server> {
  const server = createServer((request, response) => {
    answer(request.url, response, worker).catch(() => response.destroy());
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(address.port, address.host, () => resolve(server));
  });
}

async function answer(
  path: string | undefined,
  response: ServerResponse,
  worker: ToldWorker,
): Promise<void> {
  if (path === "/metrics") {
    const text = await worker.metrics.expose();
    response.writeHead(200, { "content-type": METRICS_CONTENT_TYPE }).end(text);
  } else if (path === "/livez") {
    const alive = worker.isAlive();
    sendJson(response, alive ? 200 : 503, { alive, worker_id: worker.id });
  } else {
    sendJson(response, 404, {});
  }
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
