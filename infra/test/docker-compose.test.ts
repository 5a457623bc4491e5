import { Script } from "node:vm";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { parse } from "yaml";
import { readEnvironment, VARIABLES } from "../../packages/runtime/src/index.ts";
import { findDockerCompose, runConfig } from "./docker-compose.ts";
import { readText } from "./repository.ts";

interface Service {
  image: string;
  build?: { target: string };
  command?: string[];
  container_name?: string;
  environment: Record<string, string | null>;
  ports?: string[];
  networks: Record<string, unknown> | string[];
  healthcheck?: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
  stop_grace_period?: string;
  read_only?: boolean;
  tmpfs?: string[];
  cap_drop?: string[];
  security_opt?: string[];
}

const OURS = ["migrate", "api", "worker"];
const PASSWORDS = { POSTGRES_PASSWORD: "4f1c9ab07e", REDIS_PASSWORD: "b81d03c5f2" };
/** Only the embedded stack has a data directory, and production refuses to open private networks. */
const NOT_FOR_COMPOSE = ["DATA_DIR", "FETCH_ALLOW_PRIVATE", "CRASH_POINT"];

const written: { services: Record<string, Service>; networks: Record<string, unknown> } = parse(
  readText("docker-compose.yml"),
  { merge: true },
);

function service(name: string): Service {
  const found = written.services[name];
  if (!found) throw new Error(`docker-compose.yml has no service "${name}"`);
  return found;
}

const secondsOf = (duration = "") => Number(/^(\d+)s$/.exec(duration)?.[1]);

describe("docker-compose.yml", () => {
  it("publishes the API on loopback, and nothing else", () => {
    const published = Object.entries(written.services)
      .filter(([, { ports }]) => ports)
      .map(([name, { ports }]) => [name, ports]);

    expect(published).toEqual([["api", ["127.0.0.1:8000:8000"]]]);
  });

  it("keeps the stores in a network without a way out", () => {
    expect(written.networks["stores"]).toEqual({ internal: true });
    expect(service("postgres").networks).toEqual(["stores"]);
    expect(service("redis").networks).toEqual(["stores"]);
  });

  it("sets no variable that the configuration does not know", () => {
    const set = OURS.flatMap((name) => Object.keys(service(name).environment));

    expect(set.filter((variable) => !(variable in VARIABLES))).toEqual([]);
  });

  it("sets or passes on every variable that the configuration knows", () => {
    const set = new Set(OURS.flatMap((name) => Object.keys(service(name).environment)));
    const known = Object.keys(VARIABLES).filter((name) => !NOT_FOR_COMPOSE.includes(name));

    expect([...set].sort()).toEqual(known.sort());
  });

  it.each(OURS)("takes every right that it does not need from %s", (name) => {
    expect(service(name)).toMatchObject({
      read_only: true,
      tmpfs: ["/tmp"],
      cap_drop: ["ALL"],
      security_opt: ["no-new-privileges:true"],
    });
  });

  it("lets the worker be scaled: no name and no port of its own", () => {
    expect(service("worker")).not.toHaveProperty("container_name");
    expect(service("worker")).not.toHaveProperty("ports");
  });

  it.each(["postgres", "redis", "api", "worker"])("checks the health of %s", (name) => {
    expect(service(name).healthcheck?.test.length).toBeGreaterThan(1);
  });

  it.each(["api", "worker"])("asks %s for its health on the port that it is given", (name) => {
    const { environment, healthcheck } = service(name);
    const port = name === "api" ? environment["PORT"] : environment["WORKER_HEALTH_PORT"];

    expect(healthcheck?.test.at(-1)).toContain(`http://127.0.0.1:${port}/`);
    expect(() => new Script(healthcheck?.test.at(-1) ?? "")).not.toThrow();
  });

  it("lets another container read the metrics of workers", () => {
    expect(service("worker").environment["WORKER_HEALTH_HOST"]).toBe("0.0.0.0");
    expect(service("worker").networks).toContain("web");
  });

  it("starts API and worker on a migrated database, and the API without Redis", () => {
    const migrated = { condition: "service_completed_successfully" };

    expect(service("migrate").depends_on).toEqual({ postgres: { condition: "service_healthy" } });
    expect(service("api").depends_on).toEqual({ migrate: migrated });
    expect(service("worker").depends_on).toMatchObject({ migrate: migrated });
  });

  it("gives the worker more time to stop than it takes itself", () => {
    const graceMs = Number(service("worker").environment["WORKER_SHUTDOWN_GRACE_MS"]);

    expect(secondsOf(service("worker").stop_grace_period) * 1_000).toBeGreaterThan(graceMs + 5_000);
  });

  it("keeps Redis durable, without eviction and behind a password", () => {
    const command = service("redis").command?.join(" ");

    expect(command).toMatch(
      /--appendonly yes .*--maxmemory-policy noeviction .*--requirepass \$\{/,
    );
  });
});

describe("docker-compose config", () => {
  let dockerCompose: string[] = [];

  // On a bare machine it is installed first.
  beforeAll(() => {
    dockerCompose = findDockerCompose();
  }, 600_000);

  it("accepts docker-compose.yml", () => {
    const { status, stderr } = runConfig(dockerCompose, PASSWORDS);

    expect(status === 0 ? "accepted" : stderr).toBe("accepted");
  });

  it.each(["POSTGRES_PASSWORD", "REDIS_PASSWORD"])("wants %s to be set", (name) => {
    const { status, stderr } = runConfig(dockerCompose, { ...PASSWORDS, [name]: "" });

    expect(status).not.toBe(0);
    expect(stderr).toContain("set it in .env, see .env.example");
  });

  it.each(OURS)("gives %s an environment that its configuration accepts", (name) => {
    const { config } = runConfig(dockerCompose, { ...PASSWORDS, SCAN_WINDOW: "7" });

    const environment: Record<string, string | null> = config.services[name].environment;
    const set = Object.entries(environment).filter(([, value]) => value !== null);
    const read = readEnvironment(
      Object.fromEntries(set.map(([key, value]) => [key, String(value)])),
    );

    expect(read.mode).toBe("production");
    expect(read.database.url).toContain("@postgres:5432/");
    expect(read.queue.redisUrl).toContain("@redis:6379/");
    expect(read.scan.window).toBe(7);
  });
});
