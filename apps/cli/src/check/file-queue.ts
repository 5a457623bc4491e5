/** What one check may cost. */
export interface CheckLimits {
  maxFiles: number;
  /** Indexes above a file, at most: 0 reads the roots alone. */
  maxDepth: number;
}

export interface QueuedFile {
  url: string;
  /** Indexes above it. */
  depth: number;
}

/** The files still to be read: each once, and no more than the limits allow. */
export class FileQueue {
  readonly #limits: CheckLimits;
  readonly #known = new Set<string>();
  readonly #claimed = new Set<string>();
  readonly #waiting: QueuedFile[] = [];
  #skipped = 0;

  constructor(limits: CheckLimits) {
    this.#limits = limits;
  }

  /** Files that a limit kept out, each as often as it was listed. */
  get skipped(): number {
    return this.#skipped;
  }

  add(file: QueuedFile): void {
    if (this.#known.has(file.url)) return;
    if (this.#known.size < this.#limits.maxFiles && file.depth <= this.#limits.maxDepth) {
      this.#known.add(file.url);
      this.#waiting.push(file);
    } else {
      this.#skipped++;
    }
  }

  take(): QueuedFile | undefined {
    return this.#waiting.shift();
  }

  /** Whether nothing was read from this address yet, to which several others may have led. */
  claim(finalUrl: string): boolean {
    const isFirst = !this.#claimed.has(finalUrl);
    this.#claimed.add(finalUrl);
    return isFirst;
  }
}
