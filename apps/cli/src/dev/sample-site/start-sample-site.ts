import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { SAMPLE_SITE_TRUTH, type SampleFile, sampleFiles } from "./files.ts";

/**
 * An address that nothing else uses, so that opening it for the scanner opens nothing else. macOS
 * has only the first address of its loopback.
 */
export const SAMPLE_SITE_ADDRESS = process.platform === "darwin" ? "127.0.0.1" : "127.0.0.83";

export interface SampleSite {
  /** "http://127.0.0.83:1234" */
  origin: string;
  /** The same without its scheme, as the scanner names the domain. */
  domain: string;
  port: number;
  /** What a scan must find. */
  truth: typeof SAMPLE_SITE_TRUTH;
  close(): Promise<void>;
}

/**
 * Serves the sample site on `SAMPLE_SITE_ADDRESS`.
 * @param options.port default: a free one
 * @throws with the code of the system, `EADDRINUSE`, when the port is taken
 */
export async function startSampleSite({ port = 0 } = {}): Promise<SampleSite> {
  const server = createServer();
  server.listen(port, SAMPLE_SITE_ADDRESS);
  await once(server, "listening");
  const bound = portOf(server);
  const domain = `${SAMPLE_SITE_ADDRESS}:${bound}`;
  const origin = `http://${domain}`;
  server.on("request", answerWith(sampleFiles(origin)));
  return {
    origin,
    domain,
    port: bound,
    truth: SAMPLE_SITE_TRUTH,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  if (typeof address === "object" && address) return address.port;
  throw new TypeError(`Cannot tell the port of the sample site: its address is "${address}"`);
}

function answerWith(files: ReadonlyMap<string, SampleFile>): RequestListener {
  return (request, response) => {
    const path = URL.parse(request.url ?? "/", "http://localhost")?.pathname ?? "";
    const file = files.get(path);
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.writeHead(405, { allow: "GET, HEAD" }).end();
    } else if (file) {
      const { contentType, body } = file;
      response.writeHead(200, { "content-type": contentType, "content-length": body.length });
      response.end(request.method === "GET" ? body : undefined);
    } else {
      response.writeHead(404, { "content-type": "text/plain" }).end("Nothing is here\n");
    }
  };
}
