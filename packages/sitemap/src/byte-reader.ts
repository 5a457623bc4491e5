/**
 * Reads exact amounts of bytes from a source that comes in chunks of any size, so that what is
 * decided by them does not depend on how the network cut them. Pulls from the source only when
 * asked for more than it holds.
 */
export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  readonly #below: ByteReader | null;
  #held: Buffer[] = [];
  #size = 0;
  #ended = false;

  /** @param below the reader that the source draws from, closed together with this one */
  constructor(source: AsyncIterable<Uint8Array>, below: ByteReader | null = null) {
    this.#source = source[Symbol.asyncIterator]();
    this.#below = below;
  }

  /** @returns the next `count` bytes, fewer only at the end of the source; they stay unread */
  async peek(count: number): Promise<Buffer> {
    await this.#fill(count);
    const [first] = this.#held;
    if (first === undefined) return Buffer.alloc(0);
    if (first.length < count && this.#held.length > 1) this.#held = [Buffer.concat(this.#held)];
    return (this.#held[0] ?? first).subarray(0, count);
  }

  /** @returns the next `count` bytes, fewer only at the end of the source, none after it */
  async read(count: number): Promise<Buffer> {
    const bytes = await this.peek(count);
    this.#skip(bytes.length);
    return bytes;
  }

  /** Puts bytes back, to be read next. */
  unread(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#held.unshift(bytes);
    this.#size += bytes.length;
  }

  /** Reads to the end and keeps nothing. */
  async drain(): Promise<void> {
    while (!this.#ended) {
      this.#held = [];
      this.#size = 0;
      await this.#fill(1);
    }
  }

  /** Releases the source and everything below it. */
  async close(): Promise<void> {
    this.#held = [];
    this.#size = 0;
    this.#ended = true;
    await this.#source.return?.();
    await this.#below?.close();
  }

  async #fill(count: number): Promise<void> {
    while (this.#size < count && !this.#ended) {
      const next = await this.#source.next();
      if (next.done === true) {
        this.#ended = true;
      } else if (next.value.length > 0) {
        this.#held.push(asBuffer(next.value));
        this.#size += next.value.length;
      }
    }
  }

  #skip(count: number): void {
    const [first] = this.#held;
    if (first === undefined) return;
    this.#size -= count;
    if (first.length === count) this.#held.shift();
    else this.#held[0] = first.subarray(count);
  }
}

/** The same bytes, not a copy. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
