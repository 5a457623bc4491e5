import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { CONSOLE_PAGES } from "../src/console/routes.ts";
import type { OpenApiDocument } from "../src/openapi/document.ts";
import type { Reference, ResponseObject } from "../src/openapi/answers.ts";

/** An answer as it went out. */
export interface SeenAnswer {
  method: string;
  /** With its query. */
  url: string;
  status: number;
  /** Lower-case name → value. */
  headers: Readonly<Record<string, unknown>>;
  /** Of a stream of lines, the first ones. */
  body: string;
}

/** Served beside the operations, and described nowhere: pages with their scripts. */
export const UNDESCRIBED = [
  "/docs",
  "/admin/queues",
  ...CONSOLE_PAGES.filter((path) => !path.includes(":")),
];

/** By the schema at a JSON pointer of the document. */
type Validate = (pointer: string, body: string) => string[];

/** @returns what says how an answer differs from the document; empty: it does not */
export function createConformance(
  document: OpenApiDocument,
): (answer: SeenAnswer) => readonly string[] {
  const findResponse = createResponseFinder(document);
  const checks = {
    headerIsRequired: createHeaderRule(document),
    validate: createValidate(document),
  };
  return (answer) => {
    const [path = ""] = answer.url.split("?");
    if (UNDESCRIBED.some((prefix) => path === prefix || path.startsWith(`${prefix}/`))) return [];
    const found = findResponse(answer, path);
    const faults = found ? faultsOf(answer, found, checks) : faultsOfRefusal(answer, checks);
    return faults.map((fault) => `${answer.method} ${path} → ${answer.status}: ${fault}`);
  };
}

interface FoundResponse {
  response: ResponseObject | undefined;
  /** Where it is in the document: a JSON pointer. */
  pointer: string;
}

/** What the operation that a request is for may answer with a status; undefined: it is for none. */
function createResponseFinder({ paths, components }: OpenApiDocument) {
  // As express decides it: `/a/b` before `/a/{id}`, and in any case.
  const templates = Object.keys(paths)
    .sort((one, other) => one.split("{").length - other.split("{").length)
    .map((template) => ({ template, pattern: toPattern(template) }));
  return ({ method, status }: SeenAnswer, path: string): FoundResponse | undefined => {
    const asked = (method === "HEAD" ? "GET" : method).toLowerCase();
    for (const { template, pattern } of templates) {
      const operations = Object.entries(paths[template] ?? {});
      const [, operation] = operations.find(([name]) => name === asked) ?? [];
      if (!operation || !pattern.test(path)) continue;
      const response = operation.responses[status];
      if (response && "$ref" in response) {
        return {
          response: components.responses[nameOf(response)],
          pointer: response.$ref.slice(1),
        };
      }
      return { response, pointer: `/paths/${escapePart(template)}/${asked}/responses/${status}` };
    }
    return undefined;
  };
}

function toPattern(template: string): RegExp {
  const escaped = template.replaceAll(".", "\\.").replaceAll(/\{\w+\}/g, "[^/]+");
  return new RegExp(`^${escaped}/?$`, "i");
}

function nameOf({ $ref }: Reference): string {
  return $ref.split("/").at(-1) ?? "";
}

function createHeaderRule({ components }: OpenApiDocument) {
  const required = Object.entries(components.headers).filter(([, header]) => "required" in header);
  const names = new Set(required.map(([name]) => name));
  return (header: object) =>
    "$ref" in header
      ? names.has(nameOf(header as Reference))
      : "required" in header && header.required === true;
}

interface Checks {
  headerIsRequired: (header: object) => boolean;
  validate: Validate;
}

function faultsOf(
  answer: SeenAnswer,
  { response, pointer }: FoundResponse,
  { headerIsRequired, validate }: Checks,
): string[] {
  if (!response) return ["this status is not documented"];
  const faults = Object.entries(response.headers)
    .filter(([name, header]) => headerIsRequired(header) && !(name.toLowerCase() in answer.headers))
    .map(([name]) => `the header ${name} is missing`);
  if (answer.method === "HEAD") return faults;
  const types = Object.keys(response.content ?? {});
  if (types.length === 0) return answer.body === "" ? faults : [...faults, "no body is documented"];
  const type = mediaTypeOf(answer);
  if (!types.includes(type)) return [...faults, `the media type ${type} is not documented`];
  const schema = `${pointer}/content/${escapePart(type)}/schema`;
  if (isJson(type)) return [...faults, ...validate(schema, answer.body)];
  // A stream that no schema describes is text.
  if (!isJsonLines(type) || response.content?.[type]?.schema["type"] === "string") return faults;
  // What follows the last line break is a line that was cut, or nothing.
  const lines = answer.body.split("\n").slice(0, -1);
  return [...faults, ...lines.flatMap((line) => validate(schema, line))];
}

/** What no operation describes is refused, and with a problem. */
function faultsOfRefusal(answer: SeenAnswer, { validate }: Checks): string[] {
  if (answer.status < 400) return ["no operation answers this"];
  if (answer.method === "HEAD") return [];
  const type = mediaTypeOf(answer);
  if (type !== "application/problem+json")
    return [`the media type ${type} is not that of problems`];
  return validate("/components/schemas/Problem", answer.body);
}

export function createValidate(document: OpenApiDocument): Validate {
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  addFormats.default(ajv);
  ajv.addSchema(document, "openapi", undefined, false);
  const compiled = new Map<string, ValidateFunction>();
  return (pointer, body) => {
    const validator =
      compiled.get(pointer) ?? ajv.compile({ $ref: `openapi#${encodeURI(pointer)}` });
    compiled.set(pointer, validator);
    if (validator(JSON.parse(body))) return [];
    return (validator.errors ?? []).map(
      ({ instancePath, message }) => `the body${instancePath} ${message}`,
    );
  };
}

function mediaTypeOf({ headers }: SeenAnswer): string {
  const [type = ""] = String(headers["content-type"]).split(";");
  return type.trim();
}

export function isJson(mediaType: string): boolean {
  return /^application\/(?:[\w.-]+\+)?json\b/.test(mediaType);
}

export function isJsonLines(mediaType: string): boolean {
  return mediaType.startsWith("application/x-ndjson");
}

/** RFC 6901. */
function escapePart(part: string): string {
  return part.replaceAll("~", "~0").replaceAll("/", "~1");
}
