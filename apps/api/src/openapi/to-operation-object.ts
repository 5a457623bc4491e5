import type { Operation } from "@sitemap-scanner/contracts";
import type { z } from "zod";
import { SESSION_COOKIE } from "../access/session-cookie.ts";
import { toResponses, type Reference, type ResponseObject } from "./answers.ts";
import type { JsonSchema, JsonSchemas } from "./json-schemas.ts";
import type { ProblemResponses } from "./problem-responses.ts";

export interface OperationObject {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  security: Record<string, string[]>[];
  parameters?: object[];
  requestBody?: { required: true; content: Record<string, { schema: JsonSchema }> };
  responses: Record<string, ResponseObject | Reference>;
}

export const SECURITY_SCHEMES = {
  key: {
    type: "http",
    scheme: "bearer",
    description: "A key from `sitemap-scanner keys create`. With `AUTH=off`, none is needed.",
  },
  session: {
    type: "apiKey",
    in: "cookie",
    name: SESSION_COOKIE,
    description: "What a browser has that has signed in with a key, on pages of this server alone.",
  },
} as const;

export const IDEMPOTENCY_KEY = {
  name: "Idempotency-Key",
  in: "header",
  description:
    "Names the request: sent again within 24 hours, it is answered as the first time, and not done twice.",
  schema: { type: "string", minLength: 1, maxLength: 255 },
} as const;

/** An operation of ours as OpenAPI has it. */
export function toOperationObject(
  operationId: string,
  operation: Operation,
  schemas: JsonSchemas,
  problems: ProblemResponses,
): OperationObject {
  const { tag, summary, description, params, query, idempotent } = operation;
  const parameters = [
    ...toParameters("path", params, schemas),
    ...toParameters("query", query, schemas),
    ...(idempotent === true ? [{ $ref: "#/components/parameters/IdempotencyKey" }] : []),
  ];
  const content = toBodyContent(operation, schemas);
  return {
    operationId,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    security: toSecurity(operation),
    ...(parameters.length > 0 && { parameters }),
    ...(content && { requestBody: { required: true, content } }),
    responses: toResponses(operation, schemas, problems),
  };
}

/** Either will do; the scope stands where OpenAPI 3.1 wants the roles that are needed. */
function toSecurity({ access }: Operation): OperationObject["security"] {
  if (access === "open") return [];
  const scopes = access === "any key" ? [] : [access];
  return [{ key: scopes }, { session: scopes }];
}

function toParameters(
  place: "path" | "query",
  contract: z.ZodType | undefined,
  schemas: JsonSchemas,
): object[] {
  if (!contract) return [];
  const { properties = {}, required = [] } = schemas.of(contract, "input");
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...schema } = property;
    return {
      name,
      in: place,
      ...(required.includes(name) && { required: true }),
      ...(description !== undefined && { description }),
      schema,
    };
  });
}

function toBodyContent(
  { body, form, bodyStream }: Operation,
  schemas: JsonSchemas,
): Record<string, { schema: JsonSchema }> | undefined {
  if (!body && !form && !bodyStream) return undefined;
  const rows = Object.entries(bodyStream ?? {}).map(([type, row]) => [
    type,
    { schema: schemas.of(row, "input") },
  ]);
  return {
    ...(body && { "application/json": { schema: schemas.of(body, "input") } }),
    ...(form && { "application/x-www-form-urlencoded": { schema: schemas.of(form, "input") } }),
    ...Object.fromEntries(rows),
  };
}
