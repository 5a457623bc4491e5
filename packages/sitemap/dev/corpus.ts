/**
 * Reads every document of the corpus and prints the score by group; what is wrong is told in full.
 *
 *     npm run corpus
 */
import { inspect, isDeepStrictEqual } from "node:util";
import { loadCorpus, type CorpusCase } from "../test/corpus/corpus.ts";

interface Score {
  right: number;
  of: number;
}

/** @returns the fields that differ, each with what was expected and what came; empty when right */
async function differences({ expected, read }: CorpusCase): Promise<string[]> {
  const actual = await read();
  return Object.keys(expected)
    .filter((key) => !isDeepStrictEqual(actual[key], expected[key]))
    .map(
      (key) =>
        `    ${key}: expected ${show(expected[key])}\n    ${key}: came     ${show(actual[key])}`,
    );
}

function show(value: unknown): string {
  return inspect(value, { depth: 9, breakLength: 150, maxArrayLength: 12, maxStringLength: 300 });
}

function line(group: string, { right, of }: Score): string {
  return `${group.padEnd(12)}${String(right).padStart(6)}${String(of).padStart(6)}\n`;
}

const scores = new Map<string, Score>();
const total: Score = { right: 0, of: 0 };
const wrong: string[] = [];
for (const document of loadCorpus()) {
  const score = scores.get(document.group) ?? { right: 0, of: 0 };
  scores.set(document.group, score);
  const different = await differences(document);
  for (const count of [score, total]) {
    count.of++;
    if (different.length === 0) count.right++;
  }
  if (different.length > 0)
    wrong.push(`${document.group}/${document.name}: ${document.rule}\n${different.join("\n")}\n`);
}

process.stdout.write(`${"group".padEnd(12)} right    of\n`);
for (const [group, score] of scores) process.stdout.write(line(group, score));
process.stdout.write(line("total", total));
if (wrong.length > 0) {
  process.stdout.write(`\nWrong:\n${wrong.join("\n")}`);
  process.exitCode = 1;
}
