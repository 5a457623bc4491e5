import { existsSync, statSync } from "node:fs";
import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "@jest/globals";
import { isRunning, makeTemporaryDirectory, startProcess, waitFor } from "@sitemap-scanner/testkit";
import { Client } from "pg";
import { freePort, startEmbeddedPostgres, type EmbeddedPostgres } from "../src/index.ts";

// One cluster serves most tests, since creating it takes a second.
const parent = makeTemporaryDirectory("embedded");
const STARTER = fileURLToPath(new URL("starter.ts", import.meta.url));
const dataDir = join(parent, "cluster");

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function withPostgres(
  use: (postgres: EmbeddedPostgres) => Promise<void>,
  options: Partial<Parameters<typeof startEmbeddedPostgres>[0]> = {},
): Promise<void> {
  const postgres = await startEmbeddedPostgres({ dataDir, durable: false, ...options });
  try {
    await use(postgres);
  } finally {
    await postgres.stop();
  }
}

async function startStarter(what: "stay" | "end") {
  const starter = await startProcess({
    args: ["--no-warnings", STARTER, dataDir, what],
  });
  const [, pid, url = ""] = await starter.waitForLine(/^ready (\d+) (.+)$/);
  return { starter, pid: Number(pid), url };
}

describe("startEmbeddedPostgres()", () => {
  it("creates a UTF8 cluster with the locale C for 200 connections", async () => {
    await withPostgres(async ({ url }) => {
      expect(
        await query(
          url,
          `select current_setting('server_encoding') as encoding, datcollate as collation,
             current_setting('max_connections') as connections,
             current_setting('unix_socket_directories') as sockets
           from pg_database where datname = 'postgres'`,
        ),
      ).toEqual([{ encoding: "UTF8", collation: "C", connections: "200", sockets: "" }]);
    });
  });

  it("keeps the data from one start to the next", async () => {
    await withPostgres(async ({ url, databaseUrl }) => {
      await query(url, "create database kept");
      await query(databaseUrl("kept"), "create table notes as select 'still here' as note");
    });

    await withPostgres(async ({ databaseUrl }) => {
      expect(await query(databaseUrl("kept"), "select note from notes")).toEqual([
        { note: "still here" },
      ]);
    });
  });

  it("wants the password, which only its owner may read", async () => {
    await withPostgres(async ({ url }) => {
      const wrong = new URL(url);
      wrong.password = "guessed";

      await expect(query(wrong.href, "select 1")).rejects.toThrow(/password authentication failed/);
      expect(statSync(`${dataDir}.password`).mode & 0o777).toBe(0o600);
    });
  });

  it("listens on 127.0.0.1 alone", async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ family, internal }) => family === "IPv4" && !internal);

    await withPostgres(async ({ port }) => {
      for (const { address } of others) expect(await accepts(address, port)).toBe(false);
      expect(await accepts("127.0.0.1", port)).toBe(true);
    });
  });

  it("takes the port and the settings it is given", async () => {
    const port = await freePort();

    await withPostgres(
      async ({ url }) => {
        expect(new URL(url).port).toBe(String(port));
        expect(await query(url, "show work_mem")).toEqual([{ work_mem: "7MB" }]);
      },
      { port, settings: { work_mem: "7MB" } },
    );
  });

  it("leaves no process behind after stop(), open transactions or not", async () => {
    const { pid, url, stop } = await startEmbeddedPostgres({ dataDir, durable: false });
    const client = new Client({ connectionString: url });
    const broken = new Promise((resolve) => client.on("error", resolve));
    await client.connect();
    await client.query("begin");

    await Promise.all([stop(), stop()]);

    expect(isRunning(pid)).toBe(false);
    expect(existsSync(join(dataDir, "postmaster.pid"))).toBe(false);
    await broken;
  });

  it("works below a directory that only its owner may enter", async () => {
    const closed = join(parent, "closed");
    await mkdir(closed, { mode: 0o700 });
    await chmod(closed, 0o700);

    await withPostgres(
      async ({ url }) => {
        expect(await query(url, "select 1 as one")).toEqual([{ one: 1 }]);
      },
      { dataDir: join(closed, "deeper", "cluster") },
    );
  });

  it("replaces a server whose starter was killed", async () => {
    const orphan = await startStarter("stay");
    await query(orphan.url, "create table written_by_orphan ()");
    orphan.starter.kill("SIGKILL");
    await orphan.starter.exited;
    expect(isRunning(orphan.pid)).toBe(true);

    await withPostgres(async ({ url, pid }) => {
      expect(pid).not.toBe(orphan.pid);
      expect(await query(url, "select count(*)::int as n from written_by_orphan")).toEqual([
        { n: 0 },
      ]);
      expect(isRunning(orphan.pid)).toBe(false);
    });
  });

  it("refuses a directory whose server belongs to a living process", async () => {
    const first = await startStarter("stay");

    await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(
      `Cannot start Postgres on "${dataDir}": process ${first.starter.pid} already runs it`,
    );

    expect(await query(first.url, "select 1 as one")).toEqual([{ one: 1 }]);
    first.starter.kill("SIGKILL"); // the next test finds the orphan
    await first.starter.exited;
  });

  it("lets its starter end by itself, and ends with it", async () => {
    const { starter, pid } = await startStarter("end");

    expect(await starter.exited).toEqual({ code: 0, signal: null });
    await waitFor(() => !isRunning(pid), { what: "Postgres to end after its starter" });
  });

  it("starts after a power cut, whoever has the old process id now", async () => {
    await writeFile(join(dataDir, "postmaster.pid"), `${process.pid}\n${dataDir}\n0\n5432\n\n`);

    await withPostgres(async ({ url }) => {
      expect(await query(url, "select 1 as one")).toEqual([{ one: 1 }]);
    });
  });

  it("says why Postgres did not start, in Postgres's own words", async () => {
    await expect(
      startEmbeddedPostgres({ dataDir, settings: { shared_buffers: "plenty" } }),
    ).rejects.toThrow(/Cannot start Postgres on ".*": it ended with 1\n.*shared_buffers/s);
  });

  it("leaves nothing running when the start is aborted", async () => {
    const signal = AbortSignal.abort();

    await expect(startEmbeddedPostgres({ dataDir, signal })).rejects.toThrow(/aborted/);

    expect(existsSync(join(dataDir, "postmaster.pid"))).toBe(false);
  });

  it("does not touch a directory that holds something else", async () => {
    const other = join(parent, "other");
    await mkdir(other);
    await writeFile(join(other, "thesis.txt"), "");

    await expect(startEmbeddedPostgres({ dataDir: other })).rejects.toThrow(/it holds other files/);
    expect(existsSync(join(other, "thesis.txt"))).toBe(true);
  });

  it("does not start a cluster whose password is lost", async () => {
    await rm(`${dataDir}.password`);

    await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(/its password file/);
  });
});

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1_000 });
    const settle = (accepted: boolean) => {
      socket.destroy();
      resolve(accepted);
    };
    socket.once("connect", () => settle(true));
    socket.once("error", () => settle(false));
    socket.once("timeout", () => settle(false));
  });
}
