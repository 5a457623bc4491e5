import type { Transform } from "node:stream";
import type { ByteReader } from "./byte-reader.ts";
import type { ReadLimits } from "./limits.ts";
import type { Troubles } from "./report.ts";

/** A zlib stream: it says how much of its input it has used. */
export type Engine = Transform & { readonly bytesWritten: number };

/** What a layer is read under: its limits, and where its faults are told. */
export interface LayerContext {
  limits: ReadLimits;
  troubles: Troubles;
}

/** A file that was appended to is in several pieces; so many only cost time, 0.15 ms each. */
const MAX_PIECES = 10_000;

/** Output below this is small enough to be nobody's bomb. */
const RATIO_GRACE_BYTES = 4 * 1024 * 1024;

/** Keeps the account of one layer: how much went in, how much came out, and whether that is fair. */
export class Budget {
  readonly #context: LayerContext;
  #pieces = 0;
  #in = 0;
  #out = 0;

  constructor(context: LayerContext) {
    this.#context = context;
  }

  get exhausted(): boolean {
    return this.#context.troubles.overflow !== null;
  }

  noteDamage(what: string): void {
    this.#context.troubles.damage ??= what;
  }

  /** @returns whether one more stream of compressed data may be begun */
  begin(): boolean {
    if (++this.#pieces <= MAX_PIECES) return true;
    this.noteDamage(`The file is compressed in over ${MAX_PIECES} pieces`);
    return false;
  }

  take(bytes: number): void {
    this.#in += bytes;
  }

  /** @returns what of the output may be passed on */
  give(output: Buffer): Buffer {
    const { limits, troubles } = this.#context;
    const allowed = output.subarray(0, limits.maxBytes - this.#out);
    this.#out += allowed.length;
    if (allowed.length < output.length) {
      troubles.overflow ??= `The file is over ${limits.maxBytes} bytes when decompressed`;
    } else if (this.#out > RATIO_GRACE_BYTES && this.#out > this.#in * limits.maxRatio) {
      troubles.overflow ??= `The file expands to over ${limits.maxRatio} times its size`;
    }
    return allowed;
  }
}

/**
 * Decompresses what the engine takes from the reader, and leaves the rest to be read next.
 *
 * NOTE: a zlib stream that meets a broken byte drops the output of the piece it was given. So the
 * pieces are small, at most an eighth of what has been read, and cut at fixed places: the loss is
 * small, and the same however the bytes arrived.
 *
 * @param onOutput is shown all output, also what the budget then withholds
 * @returns `true` when the compressed data came to its own end
 */
export async function* inflate(
  reader: ByteReader,
  engine: Engine,
  budget: Budget,
  onOutput?: (output: Buffer) => void,
): AsyncGenerator<Buffer, boolean> {
  const drive = new Drive(engine);
  let fed = 0;
  try {
    if (!budget.begin()) return false;
    while (!budget.exhausted) {
      const piece = await reader.read(pieceSize(fed));
      if (piece.length > 0) drive.feed(piece);
      else drive.finish();
      budget.take(piece.length);
      fed += piece.length;
      for (let output = await drive.next(); output; output = await drive.next()) {
        onOutput?.(output);
        yield budget.give(output);
        if (budget.exhausted) return false;
      }
      if (drive.failed || (piece.length === 0 && !drive.ended)) {
        budget.noteDamage(piece.length === 0 ? CUT_OFF : "The compressed data are damaged");
        return false;
      }
      const unused = fed - engine.bytesWritten;
      if (unused > 0) reader.unread(piece.subarray(-unused));
      if (unused > 0 || drive.ended) return true;
    }
    return false;
  } finally {
    engine.destroy();
  }
}

export const CUT_OFF = "The compressed data are cut off";
export const WRONG_SUM = "The checksum of the compressed data is wrong";

/** Reads what is behind the compressed data to its end. */
export async function endLayer(reader: ByteReader, { troubles }: LayerContext): Promise<void> {
  const rest = await reader.peek(512);
  // Zeros pad a file to its block size and mean nothing.
  if (rest.some((byte) => byte !== 0)) troubles.damage ??= "Something follows the compressed data";
  await reader.drain();
}

function pieceSize(fed: number): number {
  return Math.min(Math.max(fed >> 3, 64), 4_096);
}

/** Gives an engine one piece at a time and takes all of its output, as fast as it is asked for. */
class Drive {
  ended = false;
  failed = false;
  readonly #engine: Engine;
  #used = false;
  #wake: (() => void) | null = null;

  constructor(engine: Engine) {
    this.#engine = engine;
    engine.on("readable", () => this.#notify());
    engine.on("end", () => {
      this.ended = true;
      this.#notify();
    });
    engine.on("error", () => {
      this.failed = true;
      this.#notify();
    });
  }

  feed(piece: Buffer): void {
    this.#used = false;
    this.#engine.write(piece, () => {
      this.#used = true;
      this.#notify();
    });
  }

  /** The input is over: the engine ends if that is where its data end, and fails if not. */
  finish(): void {
    this.#used = false;
    this.#engine.end();
  }

  /** @returns the next output, or null when there is none before the next piece */
  async next(): Promise<Buffer | null> {
    for (;;) {
      const output: Buffer | null = this.#engine.read();
      if (output !== null) return output;
      if (this.#used || this.ended || this.failed) return null;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #notify(): void {
    this.#wake?.();
    this.#wake = null;
  }
}
