import express, { type RequestHandler } from "express";
import { operationOf } from "./operation.ts";

/** The body is not what this service reads. */
class UnsupportedMediaTypeError extends Error {
  override readonly name = "UnsupportedMediaTypeError";
  readonly code = "unsupported_media_type";
}

const LIMIT_BYTES = 100_000;

/** Reads the JSON body of an operation that has one, at most 100 kB; another type is refused unread. */
export function readJsonBody(): RequestHandler {
  const readJson = express.json({ limit: LIMIT_BYTES });
  return (req, res, next) => {
    if (operationOf(res)?.body === undefined) return next();
    // `is` answers null when there is no body at all: then the contract says what is missing.
    if (req.is("application/json") === false) {
      throw new UnsupportedMediaTypeError("Cannot read the body: its type is not application/json");
    }
    readJson(req, res, next);
  };
}
