import express, { type RequestHandler } from "express";
import { operationOf } from "./operation.ts";

/** The body is not what this service reads. */
export class UnsupportedMediaTypeError extends Error {
  override readonly name = "UnsupportedMediaTypeError";
  readonly code = "unsupported_media_type";
}

const LIMIT_BYTES = 100_000;

/**
 * Reads the JSON body of an operation that has one, at most 100 kB. A body that the operation reads by
 * itself, as it comes, is left to it; any other type is refused unread.
 */
export function readJsonBody(): RequestHandler {
  const readJson = express.json({ limit: LIMIT_BYTES });
  return (req, res, next) => {
    const { body, bodyStream = {} } = operationOf(res) ?? {};
    if (body === undefined) return next();
    const streamed = Object.keys(bodyStream);
    if (streamed.length > 0 && req.is(streamed)) return next();
    // `is` answers null when there is no body at all: then the contract says what is missing.
    if (req.is("application/json") === false) {
      const types = ["application/json", ...streamed].join(" or ");
      throw new UnsupportedMediaTypeError(`Cannot read the body: its type is not ${types}`);
    }
    readJson(req, res, next);
  };
}
