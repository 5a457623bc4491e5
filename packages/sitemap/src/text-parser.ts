import { cleanLine } from "./clean-text.ts";
import { rawEntry, type EntryCollector } from "./entries.ts";
import type { ReadReport } from "./report.ts";
import { splitUrls, startOfLastUrl } from "./split-urls.ts";
import { urlsOfLine } from "./text-line.ts";

const LINE_END = /\r\n|[\r\n\u0085\u2028\u2029]/;

/** Reads a list of URLs, one a line, from text in pieces of any size. Other lines are counted. */
export class TextParser {
  readonly #entries: EntryCollector;
  readonly #report: ReadReport;
  readonly #maxLine: number;
  /** The line that has not ended yet; one that is too long already keeps only its beginning. */
  #line = "";

  constructor(entries: EntryCollector, report: ReadReport, maxLine: number) {
    this.#entries = entries;
    this.#report = report;
    this.#maxLine = maxLine;
  }

  /** @returns true: any line may be a URL */
  write(text: string): boolean {
    const [first = "", ...others] = text.split(LINE_END);
    this.#append(first);
    for (const line of others) {
      this.#finishLine();
      this.#append(line);
    }
    return true;
  }

  /** @param cutOff the file did not come to its end, so its last line may be half a URL */
  end(cutOff: boolean): void {
    if (!cutOff) this.#finishLine();
    this.#line = "";
  }

  #append(piece: string): void {
    const line = this.#line === "" ? piece.trimStart() : this.#line + piece;
    // All URLs of a list may stand on one line.
    const start = line.length > this.#maxLine ? startOfLastUrl(line) : 0;
    if (start > 0) this.#read(line.slice(0, start));
    this.#line = line.slice(start, start + this.#maxLine + 1);
  }

  #finishLine(): void {
    const line = this.#line;
    this.#line = "";
    this.#read(line);
  }

  #read(line: string): void {
    for (const part of line.length > this.#maxLine ? splitUrls(line) : [line]) this.#readPart(part);
  }

  #readPart(line: string): void {
    if (line.length > this.#maxLine) return this.#entries.reject("loc_too_long", line);
    const urls = urlsOfLine(line, this.#entries.base);
    for (const url of urls) this.#addUrl(url);
    if (urls.length === 0 && cleanLine(line) !== "") this.#entries.reject("line_not_a_url", line);
  }

  #addUrl(loc: string): void {
    this.#report.kind = "text";
    this.#entries.add({ ...rawEntry("page"), loc });
  }
}
