import { once } from "node:events";
import type { Writable } from "node:stream";
import { styleText } from "node:util";

type Style = Parameters<typeof styleText>[0];

/** One of the two streams of a command: stdout for data, stderr for people. */
export interface Output {
  readonly stream: Writable;
  readonly isTerminal: boolean;
  /** Writes a line. Text of others must have been sanitized. */
  line(text: string): void;
  /**
   * Writes a line and waits while the reader is slower than we are.
   * @throws {OutputClosedError} when the reader is gone
   */
  flushedLine(text: string): Promise<void>;
  /** The same without ending the line. */
  flushed(text: string): Promise<void>;
  /** Colours the text where the stream shows colours: a terminal, and no `NO_COLOR`. */
  style(style: Style, text: string): string;
  /** From now on nothing is coloured. */
  dropColours(): void;
}

/** Nobody reads any more, as in `pages … | head`: there is no sense in going on. */
export class OutputClosedError extends Error {
  override readonly name = "OutputClosedError";
}

export function createOutput(stream: Writable): Output {
  let failure: Error | undefined;
  // A reader that went away, or a terminal that was closed, must not end us in the middle of work.
  stream.on("error", (error) => {
    failure = error;
  });
  const refuseWhenClosed = () => {
    if (failure) throw new OutputClosedError("Cannot write: nobody reads", { cause: failure });
  };
  const flushed = async (text: string) => {
    refuseWhenClosed();
    if (stream.write(text)) return;
    // `once` also throws what the stream fails with: that is told in our own words below.
    await once(stream, "drain").catch(() => undefined);
    refuseWhenClosed();
  };
  let hasColours = true;
  return {
    stream,
    isTerminal: "isTTY" in stream && stream.isTTY === true,
    line: (text) => void stream.write(`${text}\n`),
    flushedLine: (text) => flushed(`${text}\n`),
    flushed,
    style: (style, text) =>
      hasColours ? styleText(style, text, { stream, validateStream: true }) : text,
    dropColours() {
      hasColours = false;
    },
  };
}
