/**
 * Gathers text that comes in pieces; what is over its limit is forgotten, but not that it was. Blanks around it
 * do not count.
 */
export class BoundedText {
  readonly #limit: number;
  #text = "";
  #overflowed = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get value(): string {
    return this.#text;
  }

  get overflowed(): boolean {
    return this.#overflowed;
  }

  append(written: string): void {
    const piece = this.#text === "" ? written.trimStart() : written;
    const room = this.#limit - this.#text.length;
    if (piece.length <= room) {
      this.#text += piece;
    } else {
      this.#text += piece.slice(0, room);
      this.#overflowed ||= piece.trimEnd().length > room;
    }
  }

  clear(): void {
    this.#text = "";
    this.#overflowed = false;
  }
}
