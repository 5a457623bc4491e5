import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { editSource } from "./mutants/edit-source.ts";
import { MUTANTS } from "./mutants/mutants.ts";

const ROOT = join(import.meta.dirname, "../..");

describe("a mutant", () => {
  it.each(MUTANTS.flatMap(({ name, edits }) => edits.map((edit) => [name, edit] as const)))(
    "%s still finds what it takes out",
    async (_name, edit) => {
      const source = await readFile(join(ROOT, edit.file), "utf8");

      expect(editSource(source, [edit])).not.toBe(source);
    },
  );

  it("refuses to be none", () => {
    const edit = { file: "a.ts", find: "fence", replace: "" };

    expect(() => editSource("const nothing = 1;", [edit])).toThrow('"a.ts" does not contain fence');
  });
});
