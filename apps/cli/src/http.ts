import { listOf, pathOf, Problem, type Operation } from "@sitemap-scanner/contracts";
import { isNativeError } from "node:util/types";
import type { z } from "zod";
import { ApiProblemError, ApiUnreachableError } from "./errors.ts";

/** How long the API may take to begin an answer, in ms, besides what it was asked to wait. */
const ANSWER_MS = 15_000;

const ACCEPT =
  "application/json, application/x-ndjson, text/event-stream, application/problem+json";

/** Rows asked for at a time. */
const PART = 500;

export interface Call {
  path: string;
  query?: Record<string, string | number | undefined>;
  method: Operation["method"];
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it comes, instead of a body in JSON. */
  stream?: StreamedBody;
  /** Seconds that the API may take before it answers, besides the usual. */
  waitSeconds?: number;
  signal?: AbortSignal | undefined;
}

export interface StreamedBody {
  type: string;
  gzipped: boolean;
  bytes: AsyncIterable<Uint8Array>;
}

/** Where and how an operation is asked for, with the parameters of its path filled in. */
export function callOf(
  operation: Operation,
  params: Readonly<Record<string, string>> = {},
): Pick<Call, "method" | "path"> {
  return { method: operation.method, path: pathOf(operation, params) };
}

/** Speaks HTTP with one API; every failure is a `CommandError` that says what to do. */
export class Http {
  readonly apiUrl: string;

  readonly #key: string | undefined;

  /** @param key sent as a bearer token */
  constructor(apiUrl: string, key?: string) {
    this.apiUrl = apiUrl.replace(/\/+$/, "");
    this.#key = key;
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

  /** The first `limit` items of a listing, part by part. Errors are those of `json`. */
  async *list<T extends z.ZodType>(
    item: T,
    call: Call,
    limit: number,
  ): AsyncGenerator<z.output<T>> {
    const schema = listOf(item);
    let left = limit;
    let cursor: string | undefined;
    do {
      const query = { ...call.query, limit: Math.min(left, PART), cursor };
      const { data, next } = await this.json(schema, { ...call, query });
      yield* data;
      left -= data.length;
      cursor = next ?? undefined;
    } while (cursor !== undefined && left > 0);
  }

  /** The values of an ndjson answer, as they come. Errors are those of `json`. */
  async *lines<T>(schema: z.ZodType<T>, call: Call): AsyncGenerator<T> {
    for await (const line of toLines(this.text(call))) {
      if (line !== "") yield this.#parse(schema, line);
    }
  }

  /** The text of an answer as it comes. Errors are those of `json`. */
  async *text(call: Call): AsyncGenerator<string> {
    const response = await this.#send(call);
    if (!response.ok) throw this.#refusal(response, await this.#bodyOf(response, call.signal));
    yield* this.#textOf(response, call.signal);
  }

  async #send(call: Call): Promise<Response> {
    const { path, query = {}, method, waitSeconds = 0, signal } = call;
    const url = new URL(`${this.apiUrl}${path}`);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), ANSWER_MS + waitSeconds * 1_000);
    const { headers, ...body } = bodyOf(call);
    try {
      return await fetch(url, {
        method: method.toUpperCase(),
        ...body,
        headers: {
          accept: ACCEPT,
          ...(this.#key !== undefined && { authorization: `Bearer ${this.#key}` }),
          ...headers,
        },
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

  async *#textOf(response: Response, signal: AbortSignal | undefined): AsyncGenerator<string> {
    const decoder = new TextDecoder();
    try {
      for await (const chunk of response.body ?? []) yield decoder.decode(chunk, { stream: true });
    } catch (error) {
      signal?.throwIfAborted();
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

function bodyOf({ body, stream }: Call): Omit<RequestInit, "headers"> & {
  headers: Record<string, string>;
} {
  if (stream) {
    const { type, gzipped, bytes } = stream;
    const headers = { "content-type": type, ...(gzipped && { "content-encoding": "gzip" }) };
    return { body: ReadableStream.from(bytes), headers, duplex: "half" };
  }
  if (body === undefined) return { headers: {} };
  return { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
}

/** The last line may lack its end. */
async function* toLines(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = "";
  for await (const text of texts) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  yield rest;
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
  const cause = isNativeError(error) ? error.cause : undefined;
  if (!isNativeError(cause)) return String(error);
  const code = "code" in cause ? String(cause.code) : "";
  return code === "ECONNREFUSED" ? "nobody listens there" : cause.message || code;
}
