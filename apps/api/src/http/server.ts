import { once } from "node:events";
import { createServer } from "node:http";
import type { Express } from "express";
import { boundBodyTime, LONGEST_BODY_MS } from "./body-time.ts";

export interface Address {
  host: string;
  port: number;
}

/** Time for the headers of a request, in ms. */
const HEADERS_MS = 10_000;
/** Time for the whole of a request, in ms, unless its operation gives it more. An answer may take longer. */
const REQUEST_MS = 30_000;
/** An idle connection is kept this long, in ms: longer than a load balancer in front keeps its own. */
const KEEP_ALIVE_MS = 65_000;
/** A connection on which nothing moves this long is cut, in ms: longer than the longest wait. */
const SILENCE_MS = 120_000;
/** Time for the requests at hand when told to close, in ms. */
const GRACE_MS = 5_000;

/** The server of an app, with an end to every wait that a client can cause. */
export function createHttpServer(app: Express) {
  const server = createServer(
    {
      headersTimeout: HEADERS_MS,
      requestTimeout: HEADERS_MS + LONGEST_BODY_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
    },
    app,
  );
  server.prependListener("request", (req, res) => boundBodyTime(req, res, REQUEST_MS));
  server.setTimeout(SILENCE_MS);
  return {
    /** @throws when the address cannot be had, with the code of the system: `EADDRINUSE` */
    async listen({ host, port }: Address): Promise<Address> {
      server.listen(port, host);
      await once(server, "listening");
      const bound = server.address();
      return { host, port: typeof bound === "object" && bound ? bound.port : port };
    },
    /** Takes no new connection, lets requests end for 5 s, and cuts what is left. */
    async close(): Promise<void> {
      if (!server.listening) return;
      const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS);
      const closed = once(server, "close");
      server.close();
      server.closeIdleConnections();
      await closed;
      clearTimeout(cut);
    },
  };
}
