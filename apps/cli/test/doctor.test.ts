import { createServer, type Server } from "node:http";
import { afterEach, describe, expect, it } from "@jest/globals";
import type { Health } from "@sitemap-scanner/contracts";
import { freePort } from "@sitemap-scanner/testkit";
import { runCli, runHere } from "./run-cli.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const WELL: Health = {
  ok: true,
  words: [],
  stores: {
    database: { ok: true, kind: "postgres", detail: "answered in 1 ms" },
    broker: { ok: true, kind: "redis", detail: "answered in 1 ms" },
  },
  workers: [
    {
      id: "worker-1",
      host: "host",
      pid: 1,
      version: "0.1.0",
      last_seen_at: "2026-01-31T12:00:00.000Z",
      alive: true,
      current_tasks: 0,
    },
  ],
  violations: [],
  loops: [
    { name: "reconciler", last_success_at: null, seconds_since_success: null },
    { name: "relay", last_success_at: "2026-01-31T12:00:00.000Z", seconds_since_success: 1.23 },
  ],
  canary: { age_seconds: 40.4, latency_seconds: 0.84, live_for_seconds: null },
  oldest_pending_seconds: 4,
  paused: false,
};

/** An API that answers nothing but this. @returns its address */
async function anApi(status: number, health: unknown): Promise<string> {
  const server = createServer((_request, response) => {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(health));
  });
  servers.push(server);
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
}

describe("doctor", () => {
  it("ends with 0 when all is well, and shows loops, canary and the oldest pending job", async () => {
    const url = await anApi(200, WELL);

    const { code, stdout } = await runHere(["doctor", "--api", url]);

    expect(code).toBe(0);
    expect(stdout).toContain("loops     reconciler never, relay 1.2 s ago");
    expect(stdout).toContain("canary    came through 40 s ago, took 0.8 s");
    expect(stdout).toContain("pending   the oldest job since 4 s");
    expect(stdout).not.toContain("paused");
    expect(stdout).toMatch(/All is well\.$/m);
  });

  it("ends with 1 and every word of the API when something is wrong", async () => {
    const words = [
      "No worker has been seen within a day: start one",
      "The queue is paused\u001b[2J",
    ];
    const canary = { age_seconds: null, latency_seconds: null, live_for_seconds: 12.7 };
    const url = await anApi(503, { ...WELL, ok: false, words, workers: [], paused: true, canary });

    const { code, stdout } = await runHere(["doctor", "--api", url]);

    expect(code).toBe(1);
    expect(stdout).toContain(words[0]);
    expect(stdout).not.toContain("\u001b[2J");
    expect(stdout).toContain("queue     paused");
    expect(stdout).toContain("canary    none has come through yet; one is under way since 13 s");
    expect(stdout).toContain("Start one: `npm start` brings its own.");
    expect(stdout).toMatch(/Something is wrong\.$/m);
  });

  it("prints the same verdict as one line of JSON", async () => {
    const health = { ...WELL, ok: false, words: ["No worker is alive"] };
    const url = await anApi(503, health);

    const { code, stdout } = await runHere(["doctor", "--api", url, "--json"]);

    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual(health);
  });

  it("ends with 1 and says what to do when the API is down", async () => {
    const url = `http://127.0.0.1:${await freePort()}`;

    const plain = await runCli(["doctor", "--api", url]);
    const json = await runCli(["doctor", "--api", url, "--json"]);

    expect(plain.code).toBe(1);
    expect(plain.stderr).toContain(`Cannot reach the API at ${url}: nobody listens there`);
    expect(plain.stderr).toContain("npm start");
    expect(json.code).toBe(1);
    expect(JSON.parse(json.stdout)).toMatchObject({
      ok: false,
      words: expect.arrayContaining([expect.stringContaining("nobody listens there")]),
    });
  });

  it("ends with 1 when what answers is not the API", async () => {
    const url = await anApi(200, { hello: "world" });

    const { code, stderr } = await runHere(["doctor", "--api", url]);

    expect(code).toBe(1);
    expect(stderr).toContain("is not one of this service");
  });
});
