import { afterAll, describe, expect, it } from "@jest/globals";
import { createConfig, lintFromString } from "@redocly/openapi-core";
import { OPERATIONS, type Operation } from "@sitemap-scanner/contracts";
import { readEnvironment } from "@sitemap-scanner/runtime";
import { z } from "zod";
import { composeApi } from "../src/index.ts";
import { CONSOLE_PAGES } from "../src/console/routes.ts";
import { createDocument } from "../src/openapi/document.ts";
import { createJsonSchemas } from "../src/openapi/json-schemas.ts";
import { APPLICATION, servedRoutes } from "./openapi-routes.ts";

/** What the linter says and we mean: rule and place, and why. */
const MEANT: Readonly<Record<string, string>> = {
  "no-ambiguous-paths #/paths/~1api~1v3~1webhooks~1deliveries~1{delivery_id}":
    "The id of a webhook is a uuid, and never `deliveries`.",
  "operation-2xx-response #/paths/~1sign-in/post/responses":
    "A form that was sent is answered with where to go on.",
};

describe("the OpenAPI document", () => {
  it("has nothing that a linter complains of, but for what is meant", async () => {
    const source = JSON.stringify(createDocument());
    const config = await createConfig({ extends: ["recommended"] });

    const found = await lintFromString({ source, absoluteRef: "openapi.json", config });

    const places = found.map(({ ruleId, location }) => `${ruleId} ${location[0]?.pointer}`);
    expect(places.sort()).toEqual(Object.keys(MEANT).sort());
  });

  it("describes every contract, each operation under its name", () => {
    const operations = Object.values(createDocument().paths).flatMap((path) => Object.values(path));

    expect(operations.map(({ operationId }) => operationId).sort()).toEqual(
      Object.keys(OPERATIONS).sort(),
    );
  });

  it("says that a nullable reference may be null", () => {
    const { schemas } = createDocument().components;

    expect(schemas["DomainDetail"]?.properties?.["latest_job"]).toEqual({
      anyOf: [{ $ref: "#/components/schemas/Job" }, { type: "null" }],
    });
  });

  it("refuses a named contract that is one thing in requests and another in answers", () => {
    const schemas = createJsonSchemas();
    const contract = z.object({ limit: z.int().default(1) }).meta({ id: "TwoFaced" });
    schemas.of(contract, "input");

    expect(() => schemas.of(contract, "output")).toThrow('Cannot describe "TwoFaced"');
  });
});

describe("the routes of the API", () => {
  const api = composeApi(
    readEnvironment({
      DATABASE_URL: "postgres://nobody@127.0.0.1:1/none",
      CANARY_URL: "http://api.internal:8000",
    }),
  );
  afterAll(() => api.close());

  it("are the operations that the document describes, and the pages that are named here", () => {
    const operations = Object.values<Operation>(OPERATIONS).map(
      ({ method, path }) => `${method} ${path}`,
    );
    const pages = [
      "/docs",
      "/docs/start.js",
      "/docs/swagger-ui.css",
      "/docs/swagger-ui-bundle.js",
      "/docs/favicon-32x32.png",
      ...CONSOLE_PAGES.map((path) => path.replaceAll(/:(\w+)/g, "{$1}")),
    ].map((path) => `get ${path}`);
    const bullBoard = APPLICATION;

    // An operation stands there twice: where requests for it are told from others, and where it is done.
    expect(servedRoutes(api.app).sort()).toEqual(
      [...operations, ...operations, ...pages, bullBoard].sort(),
    );
  });
});
