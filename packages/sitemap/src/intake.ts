import { createHash } from "node:crypto";
import type { ReadReport, Troubles } from "./report.ts";

/**
 * The bytes of a file as they arrive: counted, hashed, and cut at the limit. A source that fails
 * looks like one that ends, so that what came before is read first; `failure` tells it afterwards.
 */
export class Intake {
  failure: { error: unknown } | null = null;
  readonly #report: ReadReport;
  readonly #troubles: Troubles;
  readonly #maxBytes: number;
  readonly #hash = createHash("sha256");

  constructor(report: ReadReport, troubles: Troubles, maxBytes: number) {
    this.#report = report;
    this.#troubles = troubles;
    this.#maxBytes = maxBytes;
  }

  async *bytes(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of source) {
        const allowed = chunk.subarray(0, this.#maxBytes - this.#report.compressedBytes);
        this.#report.compressedBytes += allowed.length;
        this.#hash.update(allowed);
        if (allowed.length > 0) yield allowed;
        if (allowed.length < chunk.length) {
          this.#troubles.overflow ??= `The file is over ${this.#maxBytes} bytes`;
          return;
        }
      }
    } catch (error) {
      this.failure = { error };
      this.#troubles.damage ??= "The transfer broke off";
    }
  }

  /** To be called once, at the end. */
  digest(): Buffer {
    return this.#hash.digest();
  }
}
