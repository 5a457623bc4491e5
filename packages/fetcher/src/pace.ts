interface PaceOptions {
  /** 0 = any pace will do. */
  minBytesPerSecond: number;
  /** Milliseconds of waiting after which the pace is judged, and counted anew. */
  windowMs: number;
}

/** Judges the pace of a body by the time that was spent waiting for it, and by no other. */
export interface Pace {
  /** Counts a chunk and the milliseconds it was waited for; false = the server is too slow. */
  keepsUp(bytes: number, waitedMs: number): boolean;
}

export function createPace({ minBytesPerSecond, windowMs }: PaceOptions): Pace {
  let received = 0;
  let waited = 0;
  return {
    keepsUp(bytes, waitedMs) {
      received += bytes;
      waited += waitedMs;
      if (waited < windowMs) return true;
      const isFastEnough = received >= (minBytesPerSecond * waited) / 1000;
      received = 0;
      waited = 0;
      return isFastEnough;
    },
  };
}
