import { createServer, type Server } from "node:http";

/** Answers 200 on /livez for as long as this process can answer at all. */
export function startHealthServer(port: number, workerId: string): Promise<Server> {
  const server = createServer((request, response) => {
    const found = request.url === "/livez";
    response.writeHead(found ? 200 : 404, { "content-type": "application/json" });
    response.end(JSON.stringify(found ? { status: "alive", worker_id: workerId } : {}));
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, () => resolve(server));
  });
}
