import { Problem } from "@sitemap-scanner/contracts";
import type { z } from "zod";
import { ApiProblemError, ApiUnreachableError } from "./errors.ts";

/** How long the API may take to begin an answer, in ms, besides what it was asked to wait. */
const ANSWER_MS = 15_000;

const HEADERS = { accept: "application/json, application/x-ndjson, application/problem+json" };

export interface Call {
  path: string;
  query?: Record<string, string | number | undefined>;
  /** Default: POST with a body, else GET. */
  method?: "GET" | "POST" | "PUT";
  /** Sent as JSON. */
  body?: unknown;
  /** Seconds that the API was asked to wait before it answers. */
  waitSeconds?: number;
  signal?: AbortSignal | undefined;
}

/** Speaks HTTP with one API; every failure is a `CommandError` that says what to do. */
export class Http {
  readonly apiUrl: string;

  constructor(apiUrl: string) {
    this.apiUrl = apiUrl.replace(/\/+$/, "");
  }

  /**
   * The answer's body, when its status is 2xx or one of `alsoStatuses`.
   * @throws {ApiProblemError} for a problem that the API answers with
   * @throws {ApiUnreachableError} when nobody answers, or what answers is not of the contract
   */
  async json<T>(schema: z.ZodType<T>, call: Call, alsoStatuses: number[] = []): Promise<T> {
    const response = await this.#send(call);
    const body = await this.#bodyOf(response, call.signal);
    if (!response.ok && !alsoStatuses.includes(response.status))
      throw this.#refusal(response, body);
    const parsed = schema.safeParse(body);
    if (parsed.success) return parsed.data;
    // The other statuses may carry the body asked for, or a problem.
    throw this.#refusal(response, body);
  }

  /** The values of an ndjson answer, as they come. Errors are those of `json`. */
  async *lines<T>(schema: z.ZodType<T>, call: Call): AsyncGenerator<T> {
    const response = await this.#send(call);
    if (!response.ok) throw this.#refusal(response, await this.#bodyOf(response, call.signal));
    let rest = "";
    for await (const text of this.#textOf(response)) {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) if (line !== "") yield this.#parse(schema, line);
    }
    if (rest !== "") yield this.#parse(schema, rest);
  }

  async #send(call: Call): Promise<Response> {
    const { path, query = {}, body, waitSeconds = 0, signal } = call;
    const url = new URL(`${this.apiUrl}${path}`);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), ANSWER_MS + waitSeconds * 1_000);
    try {
      return await fetch(url, {
        method: call.method ?? (body === undefined ? "GET" : "POST"),
        headers: body === undefined ? HEADERS : { ...HEADERS, "content-type": "application/json" },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: signal ? AbortSignal.any([signal, late.signal]) : late.signal,
      });
    } catch (error) {
      signal?.throwIfAborted();
      const state = late.signal.aborted ? "it does not answer in time" : reasonOf(error);
      throw new ApiUnreachableError(this.apiUrl, state, { cause: error });
    } finally {
      clearTimeout(timer);
    }
  }

  /** Undefined when the body is no JSON: the answer is then judged by its status. */
  async #bodyOf(response: Response, signal: AbortSignal | undefined): Promise<unknown> {
    try {
      return parseJson(await response.text());
    } catch (error) {
      signal?.throwIfAborted();
      throw new ApiUnreachableError(this.apiUrl, "the answer broke off", { cause: error });
    }
  }

  async *#textOf(response: Response): AsyncGenerator<string> {
    const decoder = new TextDecoder();
    try {
      for await (const chunk of response.body ?? []) yield decoder.decode(chunk, { stream: true });
    } catch (error) {
      throw new ApiUnreachableError(this.apiUrl, "the answer broke off", { cause: error });
    }
    yield decoder.decode();
  }

  #parse<T>(schema: z.ZodType<T>, line: string): T {
    try {
      return schema.parse(JSON.parse(line));
    } catch (error) {
      throw new ApiUnreachableError(this.apiUrl, "a line of its answer cannot be read", {
        cause: error,
      });
    }
  }

  #refusal(response: Response, body: unknown): ApiProblemError | ApiUnreachableError {
    const problem = Problem.safeParse(body);
    if (problem.success) return new ApiProblemError(problem.data);
    const state = `its answer (HTTP ${response.status}) is not one of this service`;
    return new ApiUnreachableError(this.apiUrl, state);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** `fetch` says "fetch failed" and keeps the reason in the cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (!(cause instanceof Error)) return String(error);
  const code = "code" in cause ? String(cause.code) : "";
  return code === "ECONNREFUSED" ? "nobody listens there" : cause.message || code;
}
