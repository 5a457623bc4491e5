import type { ReadOptions } from "../../src/index.ts";
import type { CorpusCase } from "../../test/corpus/corpus.ts";
import { allCuts, findBreach } from "../../test/laws.ts";
import { mutate } from "./mutations.ts";
import { Random } from "./random.ts";

/** A document that breaks a law of reading. */
export interface Failure {
  /** What a campaign must begin with to meet it at once. */
  seed: number;
  /** What it was made of, and how. */
  origin: string;
  breach: string;
  body: Buffer;
  options: ReadOptions;
}

/** Longer documents of the corpus are left out: a mutation of them shows nothing new. */
const MAX_DOCUMENT_BYTES = 65_536;
/** A bomb is one at this size too. */
const MAX_READ_BYTES = 2_097_152;
const BYTE_BY_BYTE_BELOW = 4_096;
const RANDOM_CUTS = 3;
const MAX_REDUCTION_MS = 10_000;

/**
 * Reads mutated documents, each made from its own seed, until told to stop or until one breaks a law.
 *
 * @param goOn is asked before each run but the first
 */
export async function runCampaign(
  corpus: readonly CorpusCase[],
  seed: number,
  goOn: (runs: number) => boolean,
): Promise<{ runs: number; failure: Failure | null }> {
  const documents = corpus.filter(
    ({ body, options }) => options !== null && body.length <= MAX_DOCUMENT_BYTES,
  );
  let runs = 0;
  do {
    const failure = await runOnce(documents, seed + runs);
    runs++;
    if (failure !== null) return { runs, failure };
  } while (goOn(runs));
  return { runs, failure: null };
}

async function runOnce(documents: readonly CorpusCase[], seed: number): Promise<Failure | null> {
  const random = new Random(seed);
  const document = random.pick(documents);
  const { body, changes } = mutate(document.body, random.pick(documents).body, random);
  const options = fuzzed(document.options);
  const breach = await breachOf(body, options);
  if (breach === null) return null;
  const origin = `${document.group}/${document.name}, ${changes.join(", ")}`;
  return { seed, origin, options, ...(await reduced({ body, breach }, options)) };
}

function fuzzed(options: ReadOptions | null): ReadOptions {
  const limits = { ...options?.limits, maxBytes: MAX_READ_BYTES };
  return { url: "https://example.com/", ...options, limits };
}

function breachOf(body: Buffer, options: ReadOptions): Promise<string | null> {
  const random = new Random(body.length);
  const cuts = Array.from({ length: RANDOM_CUTS }, () =>
    Array.from({ length: 1 + random.below(9) }, () => random.below(body.length + 1)),
  );
  if (body.length < BYTE_BY_BYTE_BELOW) cuts.push(allCuts(body));
  return findBreach(body, options, cuts);
}

interface Breach {
  body: Buffer;
  breach: string;
}

/** Takes pieces out of a document, large ones first, as long as what is left breaks a law too. */
async function reduced(found: Breach, options: ReadOptions): Promise<Breach> {
  let smallest = found;
  const end = performance.now() + MAX_REDUCTION_MS;
  for (let size = found.body.length >> 1; size > 0; size >>= 1) {
    for (let at = 0; at < smallest.body.length && performance.now() < end;) {
      const { body } = smallest;
      const rest = Buffer.concat([body.subarray(0, at), body.subarray(at + size)]);
      const breach = await breachOf(rest, options);
      if (breach === null) at += size;
      else smallest = { body: rest, breach };
    }
  }
  return smallest;
}
