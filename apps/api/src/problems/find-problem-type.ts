import { OUTCOMES, PROBLEMS, type ProblemType } from "@sitemap-scanner/contracts";
import { problemUrl } from "../http/problem.ts";

const OF_THE_API = Object.entries(PROBLEMS).map(([code, rule]) => toType(code, rule));
const OF_FILES = Object.values(OUTCOMES).flatMap(({ problem, advice }) =>
  problem === null
    ? []
    : [toType(problem, { status: null, title: "A sitemap file could not be read", advice })],
);
const TYPES = new Map([...OF_THE_API, ...OF_FILES].map((type) => [type.code, type]));

/** What a code means, be it an answer of the API or what became of a file. */
export function findProblemType(code: string): ProblemType | undefined {
  return TYPES.get(code);
}

function toType(code: string, rule: Omit<ProblemType, "type" | "code">): ProblemType {
  const { status, title, advice } = rule;
  return { type: problemUrl(code), code, status, title, advice };
}
