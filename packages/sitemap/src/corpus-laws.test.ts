import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { loadCorpus, type CorpusCase } from "../test/corpus/corpus.ts";
import { readBytes } from "../test/read-bytes.ts";
import { allCuts, findBreach } from "../test/laws.ts";
import type { ReadOptions } from "./index.ts";

/** A document that is no longer is cut in two at every position there is. */
const TINY_BYTES = 80;
/** One that is no longer is cut at every position too, at many of them in one reading. */
const SMALL_BYTES = 2_048;
const STRIDE = 5;
const RANDOM_CUTS = 6;
/** One that is longer, or becomes so, is cut once: a bomb that is read byte by byte takes a minute. */
const LARGE_BYTES = 65_536;

/** @param size of the body or of what it expands to, whichever is more */
function waysOfCutting(body: Buffer, size: number): number[][] {
  const cut = fc.array(fc.nat(body.length), { minLength: 1, maxLength: 20 });
  const random = fc.sample(cut, { seed: body.length, numRuns: RANDOM_CUTS });
  if (size > LARGE_BYTES) return random.slice(0, 1);
  const all = allCuts(body);
  if (body.length <= TINY_BYTES) return [all, ...all.map((at) => [at])];
  if (body.length <= SMALL_BYTES) return [all, ...combs(all)];
  return [all, ...random];
}

/** Every position stands in one of them, `STRIDE` apart from the next. */
function combs(positions: readonly number[]): number[][] {
  return Array.from({ length: STRIDE }, (_, offset) =>
    positions.filter((at) => at % STRIDE === offset),
  );
}

const DOCUMENTS = loadCorpus().flatMap(({ group, name, body, options }: CorpusCase) =>
  options === null ? [] : [[`${group}/${name}`, body, options] as const],
);

/** Bytes that a file is read in at a time. */
const BLOCK_BYTES = 16_384;
/** Blanks in front of a document put the end of a block at places so far apart. */
const BLOCK_STRIDE = 7;
/** Of these, blanks in front change nothing. */
const MARKUP = /^(?:malformed|namespace|loc|metadata|feeds|index)\//;

async function readBehind(blanks: number, body: Buffer, options: ReadOptions): Promise<string> {
  const { entries, report } = await readBytes(
    Buffer.concat([Buffer.alloc(blanks, " "), body]),
    options,
  );
  const { kind, outcome, detail, rejected, warnings } = report;
  return JSON.stringify({ entries, kind, outcome, detail, rejected, warnings });
}

describe("the laws of reading", () => {
  it.each(DOCUMENTS)("hold for %s, however it is cut", async (_, body, options) => {
    const { report } = await readBytes(body, options);
    const cuts = waysOfCutting(body, Math.max(body.length, report.bytes));

    expect(await findBreach(body, options, cuts)).toBeNull();
  });

  it.each(DOCUMENTS.filter(([name, body]) => MARKUP.test(name) && body.length <= SMALL_BYTES))(
    "hold for %s, wherever the end of a block falls",
    async (_, body, options) => {
      const whole = await readBehind(0, body, options);
      for (let at = 1; at < body.length; at += BLOCK_STRIDE)
        expect({ at, read: await readBehind(BLOCK_BYTES - at, body, options) }).toEqual({
          at,
          read: whole,
        });
    },
  );
});
