import { OPERATIONS, type ImportRequest } from "@sitemap-scanner/contracts";
import type { Db } from "@sitemap-scanner/database";
import type { TargetPolicy } from "@sitemap-scanner/fetcher";
import { Router, type Request } from "express";
import { giveBodyTime, LONGEST_BODY_MS } from "../http/body-time.ts";
import { InvalidRequestError } from "../http/parse-request.ts";
import { sendText } from "../http/send-text.ts";
import { serve } from "../http/serve.ts";
import { streamBody } from "./bulk-body.ts";
import { importRows } from "./bulk-import.ts";
import { readLines } from "./bulk-lines.ts";
import { MAX_ROW_BYTES, readRows, ROW_FORMATS, toReadRow, type SentRow } from "./bulk-rows.ts";

const MAX_BODY_BYTES = 64_000_000;

/**
 * Verdicts that wait for a client, in bytes; then no more is read. About all of 100,000 rows, as many
 * clients read nothing before they have sent everything.
 */
const MAX_UNREAD_BYTES = 16_000_000;

/** Many domains in one request, each with its verdict. */
export function bulkRoutes(deps: { db: Db; targets: TargetPolicy }): Router {
  const router = Router();
  serve(router, OPERATIONS.importDomains, async ({ body }, res, req) => {
    giveBodyTime(req, LONGEST_BODY_MS);
    const rows = body === undefined ? streamedRows(req) : listedRows(body);
    await sendText(res, {
      texts: toLines(importRows(deps, rows)),
      begin: () => void res.type("application/x-ndjson"),
      maxUnreadBytes: MAX_UNREAD_BYTES,
    });
  });
  return router;
}

function streamedRows(req: Request): AsyncIterable<SentRow> {
  const format = Object.entries(ROW_FORMATS).find(([type]) => req.is(type))?.[1];
  if (!format) throw new InvalidRequestError([{ path: "", message: "there is no body" }]);
  return readRows(readLines(streamBody(req, MAX_BODY_BYTES), MAX_ROW_BYTES), format);
}

async function* listedRows(body: ImportRequest): AsyncGenerator<SentRow> {
  const rows = Array.isArray(body) ? body : body.domains;
  for (const [index, row] of rows.entries()) yield toReadRow(index + 1, row);
}

async function* toLines(batches: AsyncIterable<readonly object[]>): AsyncGenerator<string> {
  for await (const rows of batches) yield rows.map((row) => `${JSON.stringify(row)}\n`).join("");
}
