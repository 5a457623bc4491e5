import type { ClientRequest, IncomingMessage } from "node:http";

/**
 * Lets an answer stand that is whole by its own length, though more bytes come after it, as from a
 * server that counts characters for bytes. Node destroys the connection and makes an error of the
 * rest; got would throw the answer away with it.
 * @param onExcess called when that happens, which may be before the body is read
 */
export function tolerateExcess(request: ClientRequest, onExcess: () => void): void {
  let answer: IncomingMessage | undefined;
  request.once("response", (response: IncomingMessage) => {
    answer = response;
  });
  const emit = request.emit.bind(request);
  // No listener can stop an event, and got's own comes first.
  request.emit = (event: string, ...args: unknown[]): boolean => {
    const isExcess = event === "error" && answer?.complete === true && isParseError(args[0]);
    if (!isExcess) return emit(event, ...args);
    onExcess();
    return true;
  };
}

function isParseError(error: unknown): boolean {
  const isObject = typeof error === "object" && error !== null;
  const code = isObject && "code" in error ? error.code : undefined;
  return typeof code === "string" && code.startsWith("HPE_");
}
