/** What one file may cost. A file that goes over is left there; what was read before is kept. */
export interface ReadLimits {
  /** Bytes of each layer: as received, and after each decompression. Default 52,428,800 (50 MiB). */
  maxBytes: number;
  /** Decompressed bytes per compressed byte, watched from 4 MiB of output on. Default 300. */
  maxRatio: number;
  /** UTF-16 units kept of one element's text or one line; a longer loc is rejected. Default 8192. */
  maxTextLength: number;
  /** Elements inside each other, the root counted; some that go deeper are borne. Default 32. */
  maxDepth: number;
  /** UTF-16 units of one tag, comment, DOCTYPE or instruction, to the next 16 KiB. Default 65,536. */
  maxMarkup: number;
  /** Attributes of one tag. Default 64. */
  maxAttributes: number;
}

export const DEFAULT_LIMITS: Readonly<ReadLimits> = {
  maxBytes: 52_428_800,
  maxRatio: 300,
  maxTextLength: 8_192,
  maxDepth: 32,
  maxMarkup: 65_536,
  maxAttributes: 64,
};

/** The document goes over a limit of its structure: reading ends there. */
export class LimitExceededError extends Error {
  override readonly name = "LimitExceededError";
  readonly limit: keyof ReadLimits;

  constructor(limit: keyof ReadLimits, message: string) {
    super(message);
    this.limit = limit;
  }
}
