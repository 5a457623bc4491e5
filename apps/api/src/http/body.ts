import express, { type RequestHandler } from "express";
import { operationOf } from "./operation.ts";

/** The body is not what this service reads. */
export class UnsupportedMediaTypeError extends Error {
  override readonly name = "UnsupportedMediaTypeError";
  readonly code = "unsupported_media_type";
}

const LIMIT_BYTES = 100_000;

/** A form of ours has a key and a path. */
const FORM_LIMIT_BYTES = 4_096;

/**
 * Reads the body of an operation that has one: JSON of at most 100 kB, or a form. A body that the operation
 * reads by itself, as it comes, is left to it; any other type than JSON is refused unread.
 */
export function readBody(): RequestHandler {
  const readJson = express.json({ limit: LIMIT_BYTES });
  const readForm = express.urlencoded({ extended: false, limit: FORM_LIMIT_BYTES });
  return (req, res, next) => {
    const { body, form, bodyStream = {} } = operationOf(res) ?? {};
    if (form !== undefined) return readForm(req, res, next);
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
