import { PROBLEMS, type Answer, type Operation } from "@sitemap-scanner/contracts";
import type { JsonSchema, JsonSchemas } from "./json-schemas.ts";
import type { ProblemResponses } from "./problem-responses.ts";
import { problemsOf } from "./problems-of.ts";

export interface ResponseObject {
  description: string;
  headers: Record<string, object>;
  content?: Record<string, { schema: JsonSchema }>;
}

export interface Reference {
  $ref: string;
}

/** What answers have besides what their operation says. */
export const HEADERS = {
  RequestId: {
    description: "The name of the request: the caller's own, when it sent a sane one.",
    required: true,
    schema: { type: "string" },
  },
  Replayed: {
    description: "`true` when the request was done before, and this is the answer of then.",
    schema: { type: "string" },
  },
  Challenge: { description: "RFC 6750.", required: true, schema: { type: "string" } },
  RetryAfter: {
    description: "After how many seconds to ask again.",
    schema: { type: "string" },
  },
} as const;

export function headerOf(name: keyof typeof HEADERS): Reference {
  return { $ref: `#/components/headers/${name}` };
}

/** Status → whatever an operation may answer with it, be it what was asked for or a problem. */
export function toResponses(
  operation: Operation,
  schemas: JsonSchemas,
  problems: ProblemResponses,
): Record<string, ResponseObject | Reference> {
  const answers = Object.entries(operation.answers).map(([status, answer]) => [
    status,
    toResponse(answer, operation.idempotent === true, schemas),
  ]);
  const responses: Record<string, ResponseObject> = Object.fromEntries(answers);
  const byStatus = Map.groupBy(problemsOf(operation), (code) => PROBLEMS[code].status);
  const refused = [...byStatus].map(([status, codes]) => {
    const answer = responses[status];
    return [status, answer ? merge(answer, problems.of(codes)) : problems.referTo(codes)];
  });
  return { ...responses, ...Object.fromEntries(refused) };
}

function toResponse(answer: Answer, idempotent: boolean, schemas: JsonSchemas): ResponseObject {
  const { description, content, headers = {} } = answer;
  // What is answered in several forms may have a header in some of them alone.
  const required = Object.keys(content).length < 2;
  const types = Object.entries(content).map(([type, contract]) => [
    type,
    { schema: contract === null ? { type: "string" } : schemas.of(contract, "output") },
  ]);
  const own = Object.entries(headers).map(([name, text]) => [
    name,
    { description: text, required, schema: { type: "string" } },
  ]);
  return {
    description,
    headers: {
      "X-Request-Id": headerOf("RequestId"),
      ...(idempotent && { "Idempotency-Replayed": headerOf("Replayed") }),
      ...Object.fromEntries(own),
    },
    ...(types.length > 0 && { content: Object.fromEntries(types) }),
  };
}

/** One status for what was asked for and for a problem: the media type tells them apart. */
function merge(answer: ResponseObject, problem: ResponseObject): ResponseObject {
  const mayHave = Object.entries(problem.headers).filter(([name]) => name in answer.headers);
  return {
    description: `${answer.description} ${problem.description}`,
    headers: { ...answer.headers, ...Object.fromEntries(mayHave) },
    content: { ...answer.content, ...problem.content },
  };
}
