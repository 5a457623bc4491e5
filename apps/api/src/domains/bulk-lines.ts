const NEWLINE = 0x0a;

/** A line that is not blank. */
export interface Line {
  /** From 1, blank ones counted. */
  number: number;
  /** Null when it is longer than a line may be. */
  text: string | null;
}

/**
 * The lines of a text in UTF-8, as it comes. Of a line that is too long nothing is kept.
 * @param maxBytes of one line
 */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Line> {
  const splitter = createSplitter(maxBytes);
  for await (const chunk of chunks) yield* splitter.write(chunk);
  yield* splitter.end();
}

function createSplitter(maxBytes: number) {
  let number = 0;
  /** Of the line that has begun; its parts are dropped as soon as it is too long. */
  let parts: Uint8Array[] = [];
  let bytes = 0;

  function add(part: Uint8Array): void {
    bytes += part.length;
    if (bytes <= maxBytes) parts.push(part);
    else parts = [];
  }

  function* take(): Generator<Line> {
    number += 1;
    const text = bytes > maxBytes ? null : decode(parts, number === 1);
    parts = [];
    bytes = 0;
    if (text !== "") yield { number, text };
  }

  return {
    *write(chunk: Uint8Array): Generator<Line> {
      let from = 0;
      for (let to = chunk.indexOf(NEWLINE); to !== -1; to = chunk.indexOf(NEWLINE, from)) {
        add(chunk.subarray(from, to));
        yield* take();
        from = to + 1;
      }
      // A copy: a part would hold the whole chunk in memory.
      if (from < chunk.length) add(Uint8Array.from(chunk.subarray(from)));
    },
    *end(): Generator<Line> {
      if (bytes > 0) yield* take();
    },
  };
}

function decode(parts: readonly Uint8Array[], isFirst: boolean): string {
  const text = Buffer.concat(parts).toString("utf8").trim();
  return isFirst ? text.replace(/^\uFEFF/, "").trim() : text;
}
