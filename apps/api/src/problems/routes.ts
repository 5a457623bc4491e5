import { Router } from "express";
import { PROBLEMS, type ProblemType } from "@sitemap-scanner/contracts";
import { allowOnly } from "../http/methods.ts";
import { isProblemCode, NotFoundError, problemUrl } from "../http/problem.ts";

/** Where the `type` of a problem leads: what it means, and what to do about it. */
export function problemRoutes(): Router {
  const router = Router();
  router
    .route("/problems/:code")
    .get((req, res) => {
      const { code } = req.params;
      if (!isProblemCode(code)) throw new NotFoundError(`Cannot explain "${code}": no such code`);
      const answer: ProblemType = { type: problemUrl(code), code, ...PROBLEMS[code] };
      res.json(answer);
    })
    .all(allowOnly("GET"));
  return router;
}
