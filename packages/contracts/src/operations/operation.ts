import type { z } from "zod";
import type { ProblemCode } from "../problem.ts";

/** What a key may be allowed. `admin` allows everything. */
export const SCOPES = ["scans:read", "scans:write", "admin"] as const;
export type Scope = (typeof SCOPES)[number];

/** What an answer is like, by its status. */
export interface Answer {
  description: string;
  /** Media type → schema; null: bytes of that type, which no schema describes. Empty: no body. */
  content: Readonly<Record<string, z.ZodType | null>>;
  /** Name → what it says. */
  headers?: Readonly<Record<string, string>>;
}

/** One thing that can be asked of the API: its route, its document and its rights all come from here. */
export interface Operation {
  method: "get" | "post" | "put" | "patch" | "delete";
  /** As OpenAPI writes it: `/jobs/{job_id}`. */
  path: `/${string}`;
  tag: "Scans" | "Results" | "Domains" | "Webhooks" | "Access" | "System";
  /** A few words; `description` says what they leave open. */
  summary: string;
  description?: string;
  /** The scope that a key must have; `open` asks for no key. */
  access: Scope | "any key" | "open";
  params?: z.ZodType;
  query?: z.ZodType;
  /** A JSON body, of at most 100 kB. */
  body?: z.ZodType;
  /** A body as an HTML form sends it. */
  form?: z.ZodType;
  /** Media type → one row: a body of any length, which is read as it comes. */
  bodyStream?: Readonly<Record<string, z.ZodType>>;
  answers: Readonly<Record<number, Answer>>;
  /** Those of this operation, besides what any may answer with. */
  problems?: readonly ProblemCode[];
  /** Honours `Idempotency-Key`. */
  idempotent?: true;
}

/** Checks a description, and keeps its exact type. */
export function operation<const Op extends Operation>(description: Op): Op {
  return description;
}

/** Where an operation is, with the parameters of its path filled in, each percent-encoded. */
export function pathOf(
  { path }: Pick<Operation, "path">,
  params: Readonly<Record<string, string>> = {},
): string {
  return path.replaceAll(/\{(\w+)\}/g, (_all, name: string) =>
    encodeURIComponent(params[name] ?? ""),
  );
}

/** An answer in JSON, whose type stays known to whoever asks. */
export function json<Schema extends z.ZodType>(description: string, schema: Schema) {
  return { description, content: { "application/json": schema } } satisfies Answer;
}
