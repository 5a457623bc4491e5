import { expect, it } from "@jest/globals";
import { runCampaign } from "../dev/fuzzing/campaign.ts";
import { loadCorpus } from "../test/corpus/corpus.ts";

const SEED = 20_250_101;
const MAX_RUNS = 6_000;
const MAX_MS = 10_000;

it("mutated documents of the corpus break no law of reading", async () => {
  const end = performance.now() + MAX_MS;
  const goOn = (runs: number) => runs < MAX_RUNS && performance.now() < end;

  const { runs, failure } = await runCampaign(loadCorpus(), SEED, goOn);

  expect(failure).toBeNull();
  expect(runs).toBeGreaterThan(0);
});
