import { OPERATIONS } from "@sitemap-scanner/contracts";
import { Router } from "express";
import { serve } from "../http/serve.ts";
import { createDocument } from "./document.ts";

/** The document is made when it is asked for the first time, once for the process. */
export function openApiRoutes(): Router {
  const router = Router();
  let text: string | undefined;
  serve(router, OPERATIONS.getOpenApi, (_input, res) => {
    text ??= JSON.stringify(createDocument());
    res.type("json").send(text);
  });
  return router;
}
