import { request as forward, type IncomingMessage, type ServerResponse } from "node:http";
import { connect, type Socket } from "node:net";
import { type Listener, listenHttp } from "./listen.ts";

/** Authority → port of 127.0.0.1 that it leads to; the proxy answers 502 to any other. */
export type ProxyRoutes = Record<string, number>;

export interface ProxyListener extends Listener {
  /** What it was asked for: `CONNECT example.com:443`, `GET http://example.com/`. */
  asked: string[];
  /** `Proxy-Authorization` of each request. */
  credentials: (string | undefined)[];
}

/** A small HTTP proxy: requests in absolute form, and tunnels. It resolves no name. */
export async function listenAsProxy(routes: ProxyRoutes): Promise<ProxyListener> {
  const asked: string[] = [];
  const credentials: (string | undefined)[] = [];
  const note = ({ method, url, headers }: IncomingMessage): void => {
    asked.push(`${method} ${url}`);
    credentials.push(headers["proxy-authorization"]);
  };
  const listener = await listenHttp(
    (request, response) => {
      note(request);
      relay(request, response, routes);
    },
    (request, socket) => {
      note(request);
      tunnel(socket, routes[request.url ?? ""]);
    },
  );
  return { ...listener, asked, credentials };
}

function relay(request: IncomingMessage, response: ServerResponse, routes: ProxyRoutes): void {
  const url = new URL(request.url ?? "");
  const port = routes[url.host];
  if (port === undefined) {
    response.writeHead(502).end();
    return;
  }
  const { "proxy-authorization": _secret, ...headers } = request.headers;
  const options = { host: "127.0.0.1", port, path: `${url.pathname}${url.search}`, headers };
  forward(options, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  }).end();
}

function tunnel(client: Socket, port: number | undefined): void {
  if (port === undefined) {
    client.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
    return;
  }
  const site = connect(port, "127.0.0.1", () => {
    client.write("HTTP/1.1 200 Connection established\r\n\r\n");
    site.pipe(client);
    client.pipe(site);
  });
  site.on("error", () => client.destroy());
  client.on("close", () => site.destroy());
}
