import { isNativeError } from "node:util/types";
import type { ErrorRequestHandler, RequestHandler, Response } from "express";
import { PROBLEMS, type Problem, type ProblemCode } from "@sitemap-scanner/contracts";
import { redactText, type Logger } from "@sitemap-scanner/runtime";
import { isDatabaseDown } from "./database-down.ts";
import { markDone } from "./request-done.ts";
import { requestIdOf } from "./request-id.ts";

/** Members that a problem may have besides those that every problem has. */
export type ProblemExtras = (error: object) => Record<string, unknown>;

/** What the parser of bodies and the router of express complain of, by `type` of their errors. */
const FRAMEWORK_PROBLEMS: Readonly<Record<string, ProblemCode>> = {
  "entity.parse.failed": "malformed_json",
  "entity.too.large": "body_too_large",
  "charset.unsupported": "unsupported_media_type",
  "encoding.unsupported": "unsupported_media_type",
};

/** Nothing is served under the path. */
export class NotFoundError extends Error {
  override readonly name = "NotFoundError";
  readonly code = "not_found";
}

/** Whatever no route took. */
export function refuseUnknownPath(): RequestHandler {
  return (req) => {
    throw new NotFoundError(`Cannot find "${req.path}": nothing is served there`);
  };
}

/**
 * The one place where an error becomes HTTP. An error whose `code` is one of `PROBLEMS` was thrown
 * for the caller, and its message is the detail; of any other the caller learns nothing but its id.
 * Registered last.
 */
export function sendProblems(logger: Logger, extrasOf: ProblemExtras): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    const code = codeOf(error);
    const { status } = PROBLEMS[code];
    if (status >= 500) {
      // What heals by itself wakes nobody.
      const level = status === 503 ? "warn" : "error";
      logger[level]("request failed", {
        requestId: requestIdOf(res),
        method: req.method,
        code,
        error,
      });
    }
    // NOTE: express then breaks the connection off, so that a part is not taken for the whole.
    if (res.headersSent) next(error);
    else sendProblem(res, code, status < 500 ? wordsOf(error, extrasOf) : {});
    markDone(res);
  };
}

/** Answers with a problem; `more` adds or replaces members. */
export function sendProblem(
  res: Response,
  code: ProblemCode,
  more: Record<string, unknown> = {},
): void {
  const { status, title } = PROBLEMS[code];
  const problem: Problem = {
    type: problemUrl(code),
    title,
    status,
    code,
    instance: `/requests/${requestIdOf(res)}`,
    ...more,
  };
  if (status === 503) res.setHeader("Retry-After", "5");
  if (status === 401) res.setHeader("WWW-Authenticate", challengeOf(res));
  res.status(status).type("application/problem+json").send(JSON.stringify(problem));
}

/** RFC 6750, section 3: what was sent and is worth nothing is told from nothing sent. */
function challengeOf(res: Response): string {
  const realm = 'Bearer realm="sitemap-scanner"';
  return res.req.get("authorization") === undefined ? realm : `${realm}, error="invalid_token"`;
}

export function problemUrl(code: string): string {
  return `/problems/${code}`;
}

function isProblemCode(code: unknown): code is ProblemCode {
  return typeof code === "string" && Object.hasOwn(PROBLEMS, code);
}

function codeOf(error: unknown): ProblemCode {
  if (!isNativeError(error)) return "internal_error";
  if ("code" in error && isProblemCode(error.code)) return error.code;
  if (isDatabaseDown(error)) return "not_ready";
  return frameworkCodeOf(error) ?? "internal_error";
}

function frameworkCodeOf(error: Error): ProblemCode | undefined {
  if ("type" in error && typeof error.type === "string" && FRAMEWORK_PROBLEMS[error.type]) {
    return FRAMEWORK_PROBLEMS[error.type];
  }
  const status = "status" in error ? error.status : undefined;
  const isClientFault = typeof status === "number" && status >= 400 && status < 500;
  return isClientFault ? "invalid_request" : undefined;
}

/** What the caller is told of an error that is meant for them. */
function wordsOf(error: unknown, extrasOf: ProblemExtras): Record<string, unknown> {
  if (!isNativeError(error)) return {};
  return { detail: redactText(error.message), ...extrasOf(error), ...faultsOf(error) };
}

function faultsOf(error: Error): { errors?: unknown } {
  return "errors" in error ? { errors: error.errors } : {};
}
