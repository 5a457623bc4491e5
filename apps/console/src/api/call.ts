import type { OperationId, Problem } from "@sitemap-scanner/contracts";
import routes from "virtual:operations";
import type { AnswerOf, Input } from "./contract.ts";

/** The API said no, and why. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.problem = problem;
  }
}

/** Nobody answered, or somebody who is not this API. */
export class UnreachableError extends Error {
  override readonly name = "UnreachableError";
}

export interface CallOptions {
  signal?: AbortSignal;
  /** Statuses besides 2xx whose body is an answer all the same. */
  also?: readonly number[];
}

/**
 * Asks for an operation of the API. Who is not signed in is led to where one signs in.
 *
 * @throws ApiError, UnreachableError
 */
export async function call<Id extends OperationId>(
  id: Id,
  input: Input<Id> = {},
  { signal, also = [] }: CallOptions = {},
): Promise<AnswerOf<Id>> {
  const response = await send(pathOf(id, input), {
    method: routes[id].method.toUpperCase(),
    headers: {
      accept: "application/json, application/problem+json",
      ...(input.body !== undefined && { "content-type": "application/json" }),
    },
    ...(input.body !== undefined && { body: JSON.stringify(input.body) }),
    ...(signal && { signal }),
  });
  if (response.status === 401) signIn();
  const isAnswer = response.ok || also.includes(response.status);
  if (!isAnswer) throw await refusalOf(response);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the API's own tests hold each answer against the schema that this type comes from
  return (response.status === 204 ? undefined : await response.json()) as AnswerOf<Id>;
}

/** Where an operation is: for links, downloads and streams. */
export function pathOf<Id extends OperationId>(id: Id, { params, query }: Input<Id> = {}): string {
  const path = routes[id].path.replaceAll(/\{(\w+)\}/g, (_all, name: string) =>
    encodeURIComponent(String(new Map(Object.entries(params ?? {})).get(name))),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    const isGiven = typeof value === "number" || (typeof value === "string" && value !== "");
    if (isGiven) search.set(name, String(value));
  }
  return search.size > 0 ? `${path}?${search}` : path;
}

/** Leaves for the page on which one signs in, and comes back here. */
export function signIn(): void {
  const here = `${location.pathname}${location.search}`;
  location.assign(`/sign-in?next=${encodeURIComponent(here)}`);
}

async function send(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new UnreachableError("The API does not answer: is it running?", { cause: error });
  }
}

async function refusalOf(response: Response): Promise<ApiError | UnreachableError> {
  const body: unknown = await response.json().catch(() => null);
  if (isProblem(body)) return new ApiError(body);
  return new UnreachableError(`What answers is not this API (HTTP ${response.status})`);
}

function isProblem(body: unknown): body is Problem {
  return typeof body === "object" && body !== null && "code" in body && "title" in body;
}
