/**
 * Mutates documents of the corpus and reads them, looking for one that breaks a law of reading.
 *
 *     npm run fuzz -- --seconds 60 [--seed 1]
 *
 * Without a seed it takes one from the clock. A failure is made small and saved, and its own seed
 * is printed: with it the first run fails.
 */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { loadCorpus } from "../test/corpus/corpus.ts";
import { runCampaign, type Failure } from "./fuzzing/campaign.ts";

const { values } = parseArgs({
  options: { seconds: { type: "string", default: "10" }, seed: { type: "string" } },
});
const seconds = Number(values.seconds);
const seed = Number(values.seed ?? Date.now() % 1_000_000_000);
if (!(seconds >= 0) || !Number.isSafeInteger(seed))
  throw new RangeError("Cannot fuzz: --seconds and --seed are numbers");

const end = performance.now() + seconds * 1_000;
const { runs, failure } = await runCampaign(loadCorpus(), seed, () => performance.now() < end);
process.stdout.write(
  `${runs} runs from seed ${seed}: ${failure ? "one fails" : "no law broken"}\n`,
);
if (failure !== null) {
  process.stdout.write(describe(failure));
  process.exitCode = 1;
}

function describe({ seed: failing, origin, breach, body, options }: Failure): string {
  const folder = mkdtempSync(join(tmpdir(), "sitemap-fuzz-"));
  const file = join(folder, `seed-${failing}.bin`);
  writeFileSync(file, body);
  writeFileSync(`${file}.json`, JSON.stringify({ breach, origin, options }, null, 2));
  return [
    `  breach   ${breach}`,
    `  made of  ${origin}`,
    `  again    npm run fuzz -- --seconds 0 --seed ${failing}`,
    `  saved    ${file} (${body.length} bytes)`,
    `  begins   ${JSON.stringify(body.toString("latin1", 0, 300))}\n`,
  ].join("\n");
}
