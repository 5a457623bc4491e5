import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { afterEach } from "@jest/globals";
import { freePort, waitFor } from "@sitemap-scanner/testkit";
import { Webhook } from "standardwebhooks";

/** What a receiver learns of an event, once its signature is verified. */
export interface Received {
  id: string;
  signatures: number;
  event: { type: string; timestamp: string; data: Record<string, unknown> };
}

export interface Receiver {
  readonly url: string;
  /** Verified, in the order of their arrival. */
  readonly received: Received[];
  /** Requests whose signature no known secret made. */
  readonly forged: number;
  /** Connections that were opened. */
  readonly connections: number;
  /** One of the secrets that a signature may be made with; more may be added. */
  trust(secret: string): void;
  /** How it answers from now on. Default: 204. */
  answer(respond: (response: ServerResponse) => void): void;
  listen(): Promise<void>;
  /** Nobody listens there from now on. */
  close(): Promise<void>;
  until(events: number): Promise<Received[]>;
}

/** A receiver as somebody writes it who knows `standardwebhooks` alone. Its address stays, up or down. */
export async function aReceiver(): Promise<Receiver> {
  const port = await freePort();
  const received: Received[] = [];
  const secrets: string[] = [];
  let forged = 0;
  let connections = 0;
  let respond = accept;

  const server = createServer((request, response) => {
    void take(request).then(() => respond(response));
  });
  server.on("connection", () => (connections += 1));

  async function take(request: IncomingMessage): Promise<void> {
    const body = await text(request);
    const headers = {
      "webhook-id": String(request.headers["webhook-id"]),
      "webhook-timestamp": String(request.headers["webhook-timestamp"]),
      "webhook-signature": String(request.headers["webhook-signature"]),
    };
    const event = secrets
      .map((secret) => verify(secret, body, headers))
      .find((one) => one !== null);
    if (!event) forged += 1;
    else {
      const signatures = headers["webhook-signature"].split(" ").length;
      received.push({ id: headers["webhook-id"], signatures, event });
    }
  }

  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    get forged() {
      return forged;
    },
    get connections() {
      return connections;
    },
    trust: (secret) => void secrets.push(secret),
    answer: (next) => (respond = next),
    listen: () => new Promise((resolve) => server.listen(port, "127.0.0.1", resolve)),
    async close() {
      server.closeAllConnections();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    },
    until: (events) =>
      waitFor(async () => received.length >= events && received, {
        what: `${events} events`,
        timeoutMs: 30_000,
      }),
  };
  receivers.push(receiver);
  return receiver;
}

const receivers: Receiver[] = [];
afterEach(async () => {
  for (const receiver of receivers.splice(0)) await receiver.close();
});

function accept(response: ServerResponse): void {
  response.writeHead(204).end();
}

function verify(
  secret: string,
  body: string,
  headers: Record<string, string>,
): Received["event"] | null {
  try {
    return new Webhook(secret).verify(body, headers) as Received["event"];
  } catch {
    // Not made with this secret: another may be the one.
    return null;
  }
}
