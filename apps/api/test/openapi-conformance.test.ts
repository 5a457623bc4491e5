import { describe, expect, it } from "@jest/globals";
import { startSite } from "@sitemap-scanner/testkit";
import { createDocument } from "../src/openapi/document.ts";
import { watchAnswers } from "./openapi-answers.ts";
import { createConformance, type SeenAnswer } from "./openapi-conformance.ts";

const faultsOf = createConformance(createDocument());

function anAnswer(given: Partial<SeenAnswer>): SeenAnswer {
  const headers = { "x-request-id": "1", "content-type": "application/json; charset=utf-8" };
  const body = JSON.stringify({ live: true });
  return { method: "GET", url: "/livez", status: 200, headers, body, ...given };
}

function aProblem(given: object): Partial<SeenAnswer> {
  const [type, title] = ["/problems/x", "X"];
  const body = JSON.stringify({ type, title, instance: "/requests/1", ...given });
  return { body, headers: { "x-request-id": "1", "content-type": "application/problem+json" } };
}

const ID = "01980000-0000-7000-8000-000000000000";
const ACCEPTED = JSON.stringify({ job_id: ID, status_url: "/s" });

describe("the check of answers against the document", () => {
  it.each<[string, Partial<SeenAnswer>]>([
    ["what is documented", {}],
    ["an added property", { body: '{"live":true,"more":1}' }],
    ["HEAD, which has no body", { method: "HEAD", body: "" }],
    ["a path in another case, and with a slash at its end", { url: "/LIVEZ/?a=1" }],
    [
      "a problem of the operation",
      {
        url: `/api/v3/sitemap/jobs/${ID}/files`,
        status: 404,
        ...aProblem({ status: 404, code: "job_not_found" }),
      },
    ],
    [
      "a problem where no operation is",
      { url: "/none", status: 404, ...aProblem({ status: 404, code: "not_found" }) },
    ],
  ])("lets %s pass", (_name, given) => {
    expect(faultsOf(anAnswer(given))).toEqual([]);
  });

  it.each<[string, Partial<SeenAnswer>, string]>([
    ["an undocumented status", { status: 418 }, "GET /livez → 418: this status is not documented"],
    [
      "an undocumented media type",
      { headers: { "x-request-id": "1", "content-type": "text/csv" } },
      "GET /livez → 200: the media type text/csv is not documented",
    ],
    [
      "a property that is missing",
      { body: "{}" },
      "GET /livez → 200: the body must have required property 'live'",
    ],
    [
      "a property of another type",
      { body: '{"live":"yes"}' },
      "GET /livez → 200: the body/live must be boolean",
    ],
    [
      "a code that this operation never answers with",
      { status: 500, ...aProblem({ status: 500, code: "job_not_found" }) },
      "GET /livez → 500: the body/code must be equal to one of the allowed values",
    ],
    [
      "a header that is missing",
      { method: "POST", url: "/api/v3/sitemap/scan", status: 202, body: ACCEPTED },
      "POST /api/v3/sitemap/scan → 202: the header Location is missing",
    ],
    [
      "a body where none is documented",
      { method: "DELETE", url: `/api/v3/webhooks/${ID}`, status: 204 },
      `DELETE /api/v3/webhooks/${ID} → 204: no body is documented`,
    ],
    [
      "a line of a stream that is not as it should be",
      {
        method: "POST",
        url: "/api/v3/domains",
        headers: { "x-request-id": "1", "content-type": "application/x-ndjson" },
        body: '{"line":1}\n',
      },
      "POST /api/v3/domains → 200: the body must match a schema in anyOf",
    ],
    [
      "a path that no operation has",
      { url: "/none" },
      "GET /none → 200: no operation answers this",
    ],
    [
      "a method that no operation has",
      { method: "PUT" },
      "PUT /livez → 200: no operation answers this",
    ],
    [
      "another refusal than a problem",
      { url: "/none", status: 404 },
      "GET /none → 404: the media type application/json is not that of problems",
    ],
  ])("finds %s", (_name, given, fault) => {
    expect(faultsOf(anAnswer(given))).toContain(fault);
  });

  it("sees what goes over a socket, in pieces or whole, and not what others answer", async () => {
    const seen: SeenAnswer[] = [];
    const stop = watchAnswers((answer) => seen.push(answer));
    await using stack = new AsyncDisposableStack();
    stack.defer(stop);
    const site = await startSite((request, response) => {
      if (request.url !== "/other") response.setHeader("X-Request-Id", "1");
      response.setHeader("Content-Type", "application/json");
      response.write('{"live":');
      response.end("1}");
    });
    stack.defer(() => site.close());

    await fetch(`${site.origin}/other`);
    await fetch(`${site.origin}/livez`);

    expect(seen).toMatchObject([{ method: "GET", url: "/livez", status: 200, body: '{"live":1}' }]);
    expect(seen.flatMap(faultsOf)).toContain("GET /livez → 200: the body/live must be boolean");
  });
});
