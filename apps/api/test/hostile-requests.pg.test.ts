/** What nobody sends by accident, to every operation there is: each is answered, none is our failure. */
import { describe, expect, it } from "@jest/globals";
import { OPERATIONS, pathOf, type Operation } from "@sitemap-scanner/contracts";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { expectProblem } from "./expect-problem.ts";
import { setupApi } from "./setup.ts";

const api = setupApi();
const operations = Object.entries<Operation>(OPERATIONS);

const DEEP = 20_000;
const BODIES: [name: string, json: string][] = [
  ["cut off", '{"base_url": "exa'],
  ["nested too deep", `${"[".repeat(DEEP)}${"]".repeat(DEEP)}`],
  ["an object nested too deep", `${'{"a":'.repeat(DEEP)}1${"}".repeat(DEEP)}`],
  ["a number", "1"],
  ["null", "null"],
  ["a list of nothing known", "[[1]]"],
  ["of no known field", '{"no_such_field": 1}'],
  ["a prototype", '{"__proto__": {"admin": true}, "constructor": {"prototype": {}}}'],
  ["over 100 kB", JSON.stringify({ base_url: "x".repeat(100_001) })],
  ["not UTF-8", '{"base_url": "\\ud800"}'],
];

const VALUES = [
  "",
  "-1",
  "1e999",
  "NaN",
  "\u0000",
  "\ud800",
  "x".repeat(3_000),
  "'; drop table jobs",
  "__proto__",
];
const FORGED_CURSORS = [
  Buffer.from('["1","2"]').toString("base64url"),
  Buffer.from("null").toString("base64url"),
  Buffer.from(`[9e999,"${randomUUID()}"]`).toString("base64url"),
  "1",
  "~",
];

function send({ method }: Operation, path: string) {
  return api.http[method](path).redirects(0);
}

/** A path at which there could be something. */
function somewhere(operation: Operation): string {
  return pathOf(operation, {
    job_id: randomUUID(),
    key_id: randomUUID(),
    webhook_id: randomUUID(),
    delivery_id: randomUUID(),
    domain: "nowhere.example.com",
    code: "not_found",
  });
}

/** Below 500; 503 only where that says how the service is. */
function expectAnswered(status: number, { answers }: Operation): void {
  expect(status in answers || status < 500).toBe(true);
}

describe("an operation that takes a body", () => {
  const taking = operations.filter(([, { body }]) => body !== undefined);

  it.each(taking)("%s refuses every body that is none of its own", async (_name, operation) => {
    for (const [name, json] of BODIES) {
      const answer = await send(operation, somewhere(operation)).type("json").send(json);

      expect({ name, isRefused: answer.status >= 400 && answer.status < 500 }).toEqual({
        name,
        isRefused: true,
      });
      expectProblem(answer, answer.status);
    }
  });
});

describe("a text that no database takes", () => {
  const TEXTS = ["a\0b", "a\ud800"];
  const site = "https://example.com/";
  const key = { owner: "x", scopes: ["scans:read"] };
  const webhook = { url: site, events: ["scan.complete"] };
  const bodies: [where: string, operation: Operation, body: (text: string) => object][] = [
    [
      "sitemap_urls",
      OPERATIONS.submitScan,
      (text) => ({ base_url: site, sitemap_urls: [site + text] }),
    ],
    ["owner", OPERATIONS.createKey, (text) => ({ ...key, owner: text })],
    ["url of a webhook", OPERATIONS.createWebhook, (text) => ({ ...webhook, url: site + text })],
    ["description", OPERATIONS.createWebhook, (text) => ({ ...webhook, description: text })],
  ];

  it("is no failure of ours behind the host of base_url", async () => {
    for (const text of TEXTS) {
      const answer = await api.http
        .post(OPERATIONS.submitScan.path)
        .send({ base_url: site + text });
      expect(answer.status).toBeLessThan(500);
    }
  });

  it.each(bodies)("is refused as %s", async (_where, operation, body) => {
    for (const text of TEXTS) {
      const answer = await send(operation, somewhere(operation)).send(body(text));
      expectProblem(answer, 400);
    }
  });
});

describe("an operation that takes a query", () => {
  const taking = operations.filter(([, { query }]) => query instanceof z.ZodObject);

  it.each(taking)("%s answers whatever a parameter holds", async (_name, operation) => {
    const names = Object.keys(z.toJSONSchema(operation.query ?? z.object({})).properties ?? {});

    for (const name of [...names, "no_such_parameter"]) {
      for (const value of [...VALUES, ...(name === "cursor" ? FORGED_CURSORS : [])]) {
        const query = new URLSearchParams({ [name]: value });
        const answer = await send(operation, `${somewhere(operation)}?${query.toString()}`);
        expectAnswered(answer.status, operation);
      }
      const twice = await send(
        operation,
        `${somewhere(operation)}?${name}=1&${name}=2&${name}[a]=3`,
      );
      expectAnswered(twice.status, operation);
    }
  });
});

describe("an operation with something in its path", () => {
  const taking = operations.filter(([, { params }]) => params !== undefined);

  it.each(taking)("%s answers whatever stands there", async (_name, operation) => {
    const [, placeholder = ""] = /\{(\w+)\}/.exec(operation.path) ?? [];

    for (const value of [...VALUES.filter((text) => text !== "" && text !== "\ud800"), "..", "%"]) {
      const answer = await send(operation, pathOf(operation, { [placeholder]: value }));
      expectAnswered(answer.status, operation);
    }
  });
});
