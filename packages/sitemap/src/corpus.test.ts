import { describe, expect, it } from "@jest/globals";
import { loadCorpus } from "../test/corpus/corpus.ts";

const CORPUS = loadCorpus();
const GROUPS = Map.groupBy(CORPUS, ({ group }) => group);

describe("the corpus", () => {
  it("has at least 200 documents and 40 robots.txt files", () => {
    const robots = GROUPS.get("robots")?.length ?? 0;

    expect(CORPUS.length - robots).toBeGreaterThanOrEqual(200);
    expect(robots).toBeGreaterThanOrEqual(40);
  });
});

describe.each([...GROUPS])("the corpus, %s:", (_, documents) => {
  it.each(documents.map((document) => [document.name, document.rule, document] as const))(
    "%s: %s",
    async (_name, _rule, document) => {
      expect(await document.read()).toEqual(document.expected);
    },
  );
});
