/** Whose requests are counted together, when none of them has a key. */
import { beforeEach, describe, expect, it } from "@jest/globals";
import { expectProblem } from "./expect-problem.ts";
import { setupApi, type TestApi } from "./setup.ts";

const LIMIT = 3;
const env = { AUTH: "keys", RATE_LIMIT_PER_MINUTE: String(LIMIT) };
const direct = setupApi(env);
const behindOthers = setupApi({ ...env, TRUSTED_PROXIES: "192.0.2.0/24,uniquelocal" });
const behindOne = setupApi({ ...env, TRUSTED_PROXIES: "loopback" });
const behindTwo = setupApi({ ...env, TRUSTED_PROXIES: "2" });

/** A request without a key, as a proxy passes it on. */
function ask(api: TestApi, forwardedFor: string) {
  return api.http.get("/api/v3/sitemap/jobs").set({
    "X-Forwarded-For": forwardedFor,
    "X-Real-IP": forwardedFor,
    Forwarded: "for=192.0.2.9",
  });
}

/** An address of the documentation networks that no test had before. */
let client = "";
let last = 0;
beforeEach(() => {
  last += 1;
  client = `203.0.113.${last}`;
});

async function useUp(api: TestApi, forwardedFor: (n: number) => string): Promise<void> {
  for (let n = 0; n < LIMIT; n++) {
    expectProblem(await ask(api, forwardedFor(n)), 401, "unauthorized");
  }
}

describe("the rate limit of those without a key", () => {
  it.each([
    ["no proxy is trusted", direct],
    ["others are trusted than who asks", behindOthers],
  ])("counts by the socket, whatever a header says, while %s", async (_state, api) => {
    await useUp(api, (n) => `198.51.100.${n}`);

    expectProblem(await ask(api, "198.51.100.77"), 429, "rate_limited");
  });

  it("counts each client behind a trusted proxy for itself", async () => {
    await useUp(behindOne, () => client);

    expectProblem(await ask(behindOne, client), 429, "rate_limited");
    expectProblem(await ask(behindOne, "198.51.100.1"), 401, "unauthorized");
  });

  it("takes what the trusted proxy saw, and not what a client wrote before it", async () => {
    await useUp(behindOne, (n) => `198.51.100.${n}, ${client}`);

    expectProblem(await ask(behindOne, `127.0.0.1, ${client}`), 429, "rate_limited");
  });

  it("counts so many proxies back as there are", async () => {
    await useUp(behindTwo, (n) => `198.51.100.${n}, ${client}, 10.0.0.${n}`);

    expectProblem(await ask(behindTwo, `${client}, 10.0.0.9`), 429, "rate_limited");
    expectProblem(await ask(behindTwo, "198.51.100.1, 10.0.0.9"), 401, "unauthorized");
  });

  it("takes a port for no part of an address, of which a client has many", async () => {
    await useUp(behindOne, (n) => `${client}:${40_000 + n}`);
    expectProblem(await ask(behindOne, client), 429, "rate_limited");

    await useUp(behindOne, (n) => `[2001:db8::${n}]:${40_000 + n}`);
    expectProblem(await ask(behindOne, "2001:db8::9"), 429, "rate_limited");
  });

  it("counts what is no address with the proxy that passed it on", async () => {
    await useUp(behindOne, (n) => `client ${n}`);

    expectProblem(await ask(behindOne, "unknown"), 429, "rate_limited");
  });

  it("counts no page of the console and of the docs, nor what they load", async () => {
    const page = ["/", "/scans", "/docs", "/docs/start.js", "/docs/swagger-ui.css"];
    for (const path of [...page, ...page]) {
      const answer = await behindTwo.http.get(path);
      expect(answer.status).not.toBe(429);
      expect(answer.headers["ratelimit"]).toBeUndefined();
    }
  });
});
