import { Problem, PROBLEMS, type ProblemCode } from "@sitemap-scanner/contracts";
import { headerOf, type Reference, type ResponseObject } from "./answers.ts";
import type { JsonSchemas } from "./json-schemas.ts";

/** What is answered with problems of one status; the same ones stand once in the document. */
export interface ProblemResponses {
  of(codes: readonly ProblemCode[]): ResponseObject;
  referTo(codes: readonly ProblemCode[]): Reference;
  /** Name → response, of all that were referred to. */
  readonly named: Readonly<Record<string, ResponseObject>>;
}

export function createProblemResponses(schemas: JsonSchemas): ProblemResponses {
  const named: Record<string, ResponseObject> = {};
  const of = (codes: readonly ProblemCode[]) => toResponse(codes, schemas);
  return {
    named,
    of,
    referTo(codes) {
      const name = codes.join(".");
      named[name] ??= of(codes);
      return { $ref: `#/components/responses/${name}` };
    },
  };
}

function toResponse(codes: readonly ProblemCode[], schemas: JsonSchemas): ResponseObject {
  const has = (status: number) => codes.some((code) => statusOf(code) === status);
  const schema = {
    allOf: [
      schemas.of(Problem, "output"),
      {
        properties: {
          code: { type: "string", enum: [...codes] },
          status: { type: "integer", enum: [...new Set(codes.map(statusOf))] },
        },
      },
    ],
  } as const;
  return {
    description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join(" "),
    headers: {
      "X-Request-Id": headerOf("RequestId"),
      ...(has(401) && { "WWW-Authenticate": headerOf("Challenge") }),
      ...((has(429) || has(503)) && { "Retry-After": headerOf("RetryAfter") }),
    },
    content: { "application/problem+json": { schema } },
  };
}

function statusOf(code: ProblemCode): number {
  return PROBLEMS[code].status;
}
