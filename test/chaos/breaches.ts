/** The promises of a run, by the numbers that docs and reports use. */
export type Invariant =
  | "I1"
  | "I2"
  | "I3"
  | "I4"
  | "I5"
  | "I6"
  | "I7"
  | "I8"
  | "I9"
  | "I10"
  | "I11"
  | "recovery"
  | "pages"
  | "process";

export interface Breach {
  invariant: Invariant;
  subject: string;
  detail: string;
  /** Into the run, in s. */
  at: number;
}

/** Collects breaches; the same of the same subject counts once. */
export class Breaches {
  readonly list: Breach[] = [];
  readonly #known = new Set<string>();
  readonly #startedAt = performance.now();

  add(invariant: Invariant, subject: string, detail: string): void {
    const key = `${invariant} ${subject}`;
    if (this.#known.has(key)) return;
    this.#known.add(key);
    const at = Math.round((performance.now() - this.#startedAt) / 100) / 10;
    this.list.push({ invariant, subject, detail, at });
  }

  count(...invariants: Invariant[]): number {
    return this.list.filter(({ invariant }) => invariants.includes(invariant)).length;
  }
}
