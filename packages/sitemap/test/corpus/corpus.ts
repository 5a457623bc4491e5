import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ReadOptions } from "../../src/index.ts";
import { expectedReading, readDocument, type ExpectedReading } from "./documents.ts";
import { make } from "./recipe.ts";
import { expectedRobots, readRobots, type ExpectedRobots } from "./robots-files.ts";

/** One file of the corpus, with what must come of it. */
export interface CorpusCase {
  group: string;
  name: string;
  /** One sentence: the rule of reading that it shows. */
  rule: string;
  body: Buffer;
  /** How it is to be read; null for a robots.txt. */
  options: ReadOptions | null;
  /** Plain data, to be compared exactly with what `read` gives. */
  expected: Readonly<Record<string, unknown>>;
  read: () => Promise<Record<string, unknown>>;
}

const CORPUS = join(import.meta.dirname, "../../corpus");
const EXPECTED = ".expected.json";
const RECIPE = ".recipe.json";
const ROBOTS_GROUP = "robots";

/**
 * Loads the whole corpus, in the order of its names.
 *
 * @throws Error when a document has no expectations, or expectations have no document
 */
export function loadCorpus(): CorpusCase[] {
  const groups = readdirSync(CORPUS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  return groups.sort().flatMap(loadGroup);
}

function loadGroup(group: string): CorpusCase[] {
  const files = readdirSync(join(CORPUS, group)).sort();
  const named = new Map(
    files
      .filter((file) => file.endsWith(EXPECTED))
      .map((file) => [file.slice(0, -EXPECTED.length), ""]),
  );
  for (const file of files.filter((file) => !file.endsWith(EXPECTED))) {
    const name = nameOf(file);
    const other = named.get(name);
    if (other === undefined)
      throw new Error(`Cannot load corpus: "${group}/${file}" has no expectations`);
    if (other !== "") throw new Error(`Cannot load corpus: "${other}" and "${file}" share a name`);
    named.set(name, file);
  }
  return [...named].map(([name, file]) => loadCase(group, name, file));
}

function nameOf(file: string): string {
  if (file.endsWith(RECIPE)) return file.slice(0, -RECIPE.length);
  return file.replace(/\.[^.]*$/, "");
}

function loadCase(group: string, name: string, file: string): CorpusCase {
  if (file === "") throw new Error(`Cannot load corpus: "${group}/${name}" has no document`);
  const read = (path: string) => readFileSync(join(CORPUS, group, path));
  const body = file.endsWith(RECIPE) ? make(parse(read(file))) : read(file);
  const written = read(`${name}${EXPECTED}`);
  return group === ROBOTS_GROUP
    ? robotsCase({ group, name, body }, parse(written))
    : documentCase({ group, name, body }, parse(written));
}

type Located = Pick<CorpusCase, "group" | "name" | "body">;

function documentCase(located: Located, written: ExpectedReading): CorpusCase {
  const { options, ...expected } = expectedReading(written);
  const read = () => readDocument(located.body, options);
  return { ...located, rule: written.rule, options, expected, read };
}

function robotsCase(located: Located, written: ExpectedRobots): CorpusCase {
  const expected = expectedRobots(written);
  const read = async () => readRobots(located.body, written);
  return { ...located, rule: written.rule, options: null, expected, read };
}

function parse(json: Buffer) {
  return JSON.parse(json.toString());
}
