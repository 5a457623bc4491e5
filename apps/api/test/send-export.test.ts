import { describe, expect, it } from "@jest/globals";
import express from "express";
import { once } from "node:events";
import type { Server } from "node:http";
import { sendExport } from "../src/results/send-export.ts";

const FORMAT = {
  mediaType: "text/plain",
  extension: "txt",
  head: "head\n",
  tail: "tail\n",
  toLine: (row: { n: number; text: string }) => `${row.n} ${row.text}\n`,
};
type Row = Parameters<typeof FORMAT.toLine>[0];

/** Serves what `batches` yields, and tells how `sendExport` ended for its one request. */
async function serve(batches: () => AsyncIterable<Row[]>) {
  const ended = Promise.withResolvers<unknown>();
  const app = express();
  app.get("/", (_req, res) => {
    sendExport(res, FORMAT, { name: "rows", batches: batches() })
      .then(() => ended.resolve("without an error"), ended.resolve)
      .finally(() => (res.headersSent ? undefined : res.sendStatus(500)));
  });
  const server: Server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/`,
    ended: ended.promise,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

const BATCH = Array.from({ length: 1_000 }, (_, n) => ({ n, text: "x".repeat(200) }));

describe("sendExport()", () => {
  it("sends head and tail around nothing, and names the file", async () => {
    await using site = await serve(async function* () {});

    const answer = await fetch(site.url);

    expect(await answer.text()).toBe("head\ntail\n");
    expect(answer.headers.get("content-disposition")).toBe('attachment; filename="rows.txt"');
  });

  it("breaks the connection off when it fails midway", async () => {
    await using site = await serve(async function* () {
      yield BATCH;
      throw new Error("the database went away");
    });

    const answer = await fetch(site.url);

    await expect(answer.text()).rejects.toThrow("terminated");
    expect(await site.ended).toMatchObject({ message: "the database went away" });
  });

  it("leaves the answer open to a problem when it fails before the first line", async () => {
    // eslint-disable-next-line require-yield
    await using site = await serve(async function* () {
      throw new Error("the database is away");
    });

    const answer = await fetch(site.url);

    expect(answer.status).toBe(500);
  });

  it("stops asking for batches when the client goes away or does not read", async () => {
    let asked = 0;
    let left = false;
    await using site = await serve(async function* () {
      try {
        for (;;) {
          asked += 1;
          yield BATCH;
        }
      } finally {
        left = true;
      }
    });
    const abort = new AbortController();

    const answer = await fetch(site.url, { signal: abort.signal });
    expect(answer.status).toBe(200);
    abort.abort();

    expect(await site.ended).toBe("without an error");
    expect(left).toBe(true);
    // What fits into the buffers of two sockets, and no more.
    expect(asked).toBeLessThan(200);
  });
});
