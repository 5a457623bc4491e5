import type { ResultFormat } from "@sitemap-scanner/contracts";
import type { Request, Response } from "express";
import { InvalidRequestError } from "../http/parse-request.ts";

const MEDIA_TYPES: Readonly<Record<string, ResultFormat>> = {
  "application/json": "json",
  // A browser would rather have a page than the XML that it names next: it gets what it can show.
  "text/html": "json",
  "application/x-ndjson": "ndjson",
  "text/csv": "csv",
  "text/plain": "txt",
  "application/xml": "xml",
};

/** The format that a request asks for by name, else the one that its `Accept` prefers, else json. */
export function chooseFormat<Format extends ResultFormat>(
  { req, res }: { req: Request; res: Response },
  asked: Format | undefined,
  offered: readonly Format[],
): Format | "json" {
  res.vary("Accept");
  if (asked !== undefined) return asked;
  const types = Object.keys(MEDIA_TYPES).filter((type) =>
    offered.some((format) => format === MEDIA_TYPES[type]),
  );
  const accepted = req.accepts(types);
  const format = accepted === false ? "json" : MEDIA_TYPES[accepted];
  return offered.find((one) => one === format) ?? "json";
}

/**
 * Refuses what only a page of json has.
 * @throws InvalidRequestError
 */
export function refusePaging(query: { limit?: number | undefined; total?: unknown }): void {
  const names = (["limit", "total"] as const).filter((name) => query[name] !== undefined);
  if (names.length === 0) return;
  const message = "only json comes in pages: every other format is one stream from the cursor on";
  throw new InvalidRequestError(names.map((path) => ({ path, message })));
}
