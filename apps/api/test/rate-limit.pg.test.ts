import { describe, expect, it } from "@jest/globals";
import { createKey } from "@sitemap-scanner/pipeline";
import { expectProblem } from "./expect-problem.ts";
import { setupApi } from "./setup.ts";

const LIMIT = 5;
const api = setupApi({ AUTH: "keys", RATE_LIMIT_PER_MINUTE: String(LIMIT) });

async function aBearer(): Promise<string> {
  const request = { owner: "tester", scopes: ["scans:read" as const], expiresInSeconds: null };
  return `Bearer ${(await createKey(api.db, request)).secret}`;
}

const ask = (bearer: string) => api.http.get("/api/v3/sitemap/jobs").set("Authorization", bearer);

describe("the rate limit", () => {
  it("tells a key what is left, then when to come again, and leaves other keys alone", async () => {
    const [greedy, modest] = [await aBearer(), await aBearer()];

    const first = await ask(greedy);
    for (let n = 1; n < LIMIT; n++) await ask(greedy);
    const refused = await ask(greedy);
    const other = await ask(modest);

    expect(first.headers["ratelimit"]).toMatch(/r=4;/);
    expectProblem(refused, 429, "rate_limited");
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
    expect(other.status).toBe(200);
  });

  it("bounds guesses at keys by their address, and never the probes", async () => {
    for (let n = 0; n < LIMIT; n++) await ask("Bearer nonsense");

    expectProblem(await ask("Bearer nonsense"), 429, "rate_limited");
    for (let n = 0; n <= LIMIT; n++) expect((await api.http.get("/livez")).status).toBe(200);
  });
});
