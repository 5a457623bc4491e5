import express, { type RequestHandler } from "express";

/** The body is not what this service reads. */
class UnsupportedMediaTypeError extends Error {
  override readonly name = "UnsupportedMediaTypeError";
  readonly code = "unsupported_media_type";
}

const LIMIT_BYTES = 100_000;

/** Reads a JSON body of at most 100 kB; one of another type is refused unread. */
export function readJsonBody(): RequestHandler[] {
  return [requireJson, express.json({ limit: LIMIT_BYTES })];
}

const requireJson: RequestHandler = (req, _res, next) => {
  // `is` answers null when there is no body at all: then the contract says what is missing.
  if (req.is("application/json") === false) {
    throw new UnsupportedMediaTypeError("Cannot read the body: its type is not application/json");
  }
  next();
};
