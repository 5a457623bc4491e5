import type { Server, ServerResponse } from "node:http";

/** What a site sees of its clients besides what they ask for. */
export class SiteTraffic {
  connections = 0;
  mostAtOnce = 0;
  #open = 0;

  constructor(server: Server) {
    server.on("connection", () => {
      this.connections += 1;
    });
  }

  /** Counts a request as open until its answer is handed over or the client has left. */
  note(response: ServerResponse): void {
    this.#open += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#open);
    response.once("close", () => {
      this.#open -= 1;
    });
  }
}
