import { afterAll, afterEach, beforeAll } from "@jest/globals";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createDocument } from "../src/openapi/document.ts";
import { createConformance, isJson, isJsonLines, type SeenAnswer } from "./openapi-conformance.ts";

/** Fails each test of the file in which the API gave an answer that its document does not allow. */
export function checkAnswers(): void {
  const faultsOf = createConformance(createDocument());
  const answers: SeenAnswer[] = [];
  let stop: (() => void) | undefined;
  // Only when the test is over: those that measure times are not held up.
  const expectNoFault = () => {
    const faults = answers.splice(0).flatMap(faultsOf);
    if (faults.length > 0) throw new Error(`Not as the document has it:\n${faults.join("\n")}`);
  };
  beforeAll(() => {
    stop = watchAnswers((answer) => answers.push(answer));
  });
  afterEach(expectNoFault);
  afterAll(() => {
    stop?.();
    expectNoFault();
  });
}

/** Of a stream; the rest is like its beginning, and may be long. */
const LINES_KEPT_BYTES = 100_000;

const STARTED = "http.server.request.start";

/**
 * Shows every answer that the API gives in this process, whoever asked for it and how, just before it is
 * out. One that breaks off is not shown.
 */
export function watchAnswers(onAnswer: (answer: SeenAnswer) => void): () => void {
  const onStart = (message: unknown) => {
    // NOTE: node documents what it publishes there.
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    watchResponse(request, response, onAnswer);
  };
  subscribe(STARTED, onStart);
  return () => void unsubscribe(STARTED, onStart);
}

function watchResponse(
  { method = "", url = "" }: IncomingMessage,
  response: ServerResponse,
  onAnswer: (answer: SeenAnswer) => void,
): void {
  const chunks: Buffer[] = [];
  let bytesLeft = LINES_KEPT_BYTES;
  const write = response.write.bind(response);
  const end = response.end.bind(response);
  const keep = (chunk: unknown) => {
    if (typeof chunk !== "string" && !(chunk instanceof Uint8Array)) return;
    const type = String(response.getHeader("content-type"));
    if (!isJson(type) && !(isJsonLines(type) && bytesLeft > 0)) return;
    chunks.push(Buffer.from(chunk));
    if (isJsonLines(type)) bytesLeft -= chunk.length;
  };
  response.write = function watchedWrite(...args: unknown[]) {
    keep(args[0]);
    return Reflect.apply(write, response, args);
  };
  response.end = function watchedEnd(...args: unknown[]) {
    keep(args[0]);
    const headers = response.getHeaders();
    // Other servers of the test, such as the sites that are scanned, name no requests.
    if (headers["x-request-id"] !== undefined) {
      const body = Buffer.concat(chunks).toString();
      onAnswer({ method, url, status: response.statusCode, headers, body });
    }
    return Reflect.apply(end, response, args);
  };
}
