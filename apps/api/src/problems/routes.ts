import { OPERATIONS } from "@sitemap-scanner/contracts";
import { Router } from "express";
import { NotFoundError } from "../http/problem.ts";
import { serve } from "../http/serve.ts";
import { findProblemType } from "./find-problem-type.ts";
import { toHtml } from "./to-html.ts";

/** Where the `type` of a problem leads: what it means, and what to do about it. */
export function problemRoutes(): Router {
  const router = Router();
  serve(router, OPERATIONS.getProblem, ({ params: { code } }, res, req) => {
    const problem = findProblemType(code);
    if (!problem) throw new NotFoundError(`Cannot explain "${code}": no such code`);
    if (req.accepts(["json", "html"]) === "html") res.type("html").send(toHtml(problem));
    else res.json(problem);
  });
  return router;
}
