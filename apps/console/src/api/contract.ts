import type { OPERATIONS, OperationId } from "@sitemap-scanner/contracts";

/** Any zod schema, by the two types it tells. */
interface Schema {
  _zod: { input: unknown; output: unknown };
}
type InputOf<S> = S extends Schema ? S["_zod"]["input"] : never;
type OutputOf<S> = S extends Schema ? S["_zod"]["output"] : never;

type Part<Id extends OperationId, Name extends "params" | "query" | "body"> =
  (typeof OPERATIONS)[Id] extends Record<Name, infer S> ? InputOf<S> : undefined;

/** What an operation is asked with. */
export interface Input<Id extends OperationId> {
  params?: Part<Id, "params">;
  query?: Part<Id, "query">;
  body?: Part<Id, "body">;
}

type Answers<Id extends OperationId> = (typeof OPERATIONS)[Id]["answers"];
type JsonOf<A> = A extends { content: { "application/json": infer S } } ? OutputOf<S> : never;

/** What an operation answers with when all is well. */
export type AnswerOf<Id extends OperationId> = {
  [Status in keyof Answers<Id>]: JsonOf<Answers<Id>[Status]>;
}[keyof Answers<Id>];

/** An item of a listing. */
export type ItemOf<Id extends OperationId> =
  AnswerOf<Id> extends { data: readonly (infer Item)[] } ? Item : never;
