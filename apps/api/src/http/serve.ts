import type { Operation } from "@sitemap-scanner/contracts";
import type { Request, Response, Router } from "express";
import type { z } from "zod";
import { findPrincipal, type Principal } from "../access/principal.ts";
import { toExpressPath } from "./operation.ts";
import { parseRequest } from "./parse-request.ts";
import { markDone } from "./request-done.ts";

type Part<Op, Name extends "params" | "query" | "body" | "form"> =
  Op extends Record<Name, infer Schema extends z.ZodType> ? z.output<Schema> : undefined;

/** What a request asks for, read by the contract of its operation. */
export interface Input<Op extends Operation> {
  params: Part<Op, "params">;
  query: Part<Op, "query">;
  body: Part<Op, "body">;
  form: Part<Op, "form">;
  /** Who asks; undefined only where anybody may. */
  principal: Op["access"] extends "open" ? Principal | undefined : Principal;
}

export type Handler<Op extends Operation> = (
  input: Input<Op>,
  res: Response,
  req: Request,
) => void | Promise<void>;

/** Registers what does an operation: the only way to one, so that none is served undescribed. */
export function serve<Op extends Operation>(
  router: Router,
  operation: Op,
  handler: Handler<Op>,
): void {
  router[operation.method](toExpressPath(operation.path), async (req, res) => {
    const input = {
      params: read(operation.params, req.params),
      query: read(operation.query, req.query),
      body: read(operation.body, req.body),
      form: read(operation.form, req.body),
      principal: findPrincipal(res),
    };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each part was read by the very schema that its type comes from, and `authorize` lets nobody pass without a principal where one is needed
    await handler(input as Input<Op>, res, req);
    markDone(res);
  });
}

function read(schema: z.ZodType | undefined, value: unknown): unknown {
  return schema === undefined ? undefined : parseRequest(schema, value);
}
