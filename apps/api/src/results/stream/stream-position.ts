/** The id was not given out by us. */
export class InvalidEventIdError extends Error {
  override readonly name = "InvalidEventIdError";
  readonly code = "invalid_event_id";

  constructor() {
    super("Cannot go on behind this event: its id was not given out by a stream of events");
  }
}

/** More would make ids that a header cannot hold. What comes beyond waits until events are settled. */
const MAX_AHEAD = 100;
const FORM = /^\d{1,15}(?:\.\d{1,15}-\d{1,15}){0,100}(?:~\d{1,15})?$/;

/**
 * Which events of a job a reader has: all up to one, and few above it, whose lower neighbours may still
 * appear. Its text is the id of what is sent, and says exactly where to go on.
 */
export class StreamPosition {
  #upTo: number;
  /** Stretches of ids above, in order: `[first, last]`. */
  #ahead: [number, number][];
  /** The event that was sent without the file that belongs to it. */
  #half: number | undefined;

  private constructor(upTo: number, ahead: [number, number][], half: number | undefined) {
    this.#upTo = upTo;
    this.#ahead = ahead;
    this.#half = half;
  }

  static beginning(): StreamPosition {
    return new StreamPosition(0, [], undefined);
  }

  /** @throws InvalidEventIdError */
  static parse(id: string): StreamPosition {
    if (!FORM.test(id)) throw new InvalidEventIdError();
    const [place = "", half] = id.split("~");
    const [upTo, ...ahead] = place.split(".");
    const stretches = ahead.map((stretch): [number, number] => {
      const [first, last] = stretch.split("-").map(Number);
      return [first ?? 0, last ?? 0];
    });
    return new StreamPosition(Number(upTo), stretches, half === undefined ? half : Number(half));
  }

  /** All events up to this one are there. */
  get upTo(): number {
    return this.#upTo;
  }

  /** The event that is there while its file is not. */
  get half(): number | undefined {
    return this.#half;
  }

  has(id: number): boolean {
    return id <= this.#upTo || this.#ahead.some(([first, last]) => first <= id && id <= last);
  }

  /**
   * Notes an event; those of a job come in the order of their ids, as far as they can be seen.
   * @param settled no event up to this id can appear any more
   * @returns false when it has to come again later: too many are ahead of what is settled
   */
  take(id: number, settled: number): boolean {
    if (id <= settled) {
      this.#upTo = Math.max(this.#upTo, id);
      this.#ahead = this.#ahead.filter(([, last]) => last > this.#upTo);
    } else if (!this.#takeAhead(id)) {
      return false;
    }
    this.#half = undefined;
    return true;
  }

  /** How the id reads when the event is there and its file is not. The event itself is not noted yet. */
  withHalf(id: number): string {
    return `${this.#place()}~${id}`;
  }

  toString(): string {
    return this.#half === undefined ? this.#place() : `${this.#place()}~${this.#half}`;
  }

  #place(): string {
    return [this.#upTo, ...this.#ahead.map(([first, last]) => `${first}-${last}`)].join(".");
  }

  #takeAhead(id: number): boolean {
    const before = this.#ahead.find(([, last]) => last === id - 1);
    if (before) before[1] = id;
    else if (this.#ahead.length >= MAX_AHEAD) return false;
    else this.#ahead = [...this.#ahead, [id, id] as [number, number]].sort(([a], [b]) => a - b);
    return true;
  }
}
