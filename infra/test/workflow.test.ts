import { statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { parse } from "yaml";
import { readText, ROOT } from "./repository.ts";

const COMMANDS = ["npm run check", "npm test", "npm run faults"];

interface Workflow {
  permissions: Record<string, string>;
  jobs: Record<string, { steps: { uses?: string; run?: string }[] }>;
}

describe(".github/workflows/ci.yml", () => {
  const workflow: Workflow = parse(readText(".github/workflows/ci.yml"));

  it("runs the same commands as a person does", () => {
    const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

    expect(steps.flatMap(({ run }) => run ?? [])).toEqual(COMMANDS);
  });

  it("may read the repository, and nothing more", () => {
    expect(workflow.permissions).toEqual({ contents: "read" });
  });
});

describe(".ci/run", () => {
  it("can be executed, and runs the same commands", () => {
    const commands = readText(".ci/run")
      .split("\n")
      .filter((line) => line.startsWith("npm"));

    expect(commands).toEqual(COMMANDS);
    expect(statSync(join(ROOT, ".ci/run")).mode & 0o111).toBe(0o111);
  });
});
