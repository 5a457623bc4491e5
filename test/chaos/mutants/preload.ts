// Loaded before a process of the product (`node --import`): changes its source text as it is read.
import { registerHooks } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { editSource } from "./edit-source.ts";
import { findMutant } from "./mutants.ts";

const ROOT = join(import.meta.dirname, "../../..");
const mutant = findMutant(process.env["MUTANT"] ?? "");
if (!mutant) throw new Error(`There is no mutant "${process.env["MUTANT"]}"`);

const editsByUrl = Map.groupBy(mutant.edits, ({ file }) => pathToFileURL(join(ROOT, file)).href);

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    const edits = editsByUrl.get(url);
    if (!edits) return loaded;
    const { source } = loaded;
    const text =
      typeof source === "string" ? source : new TextDecoder().decode(source ?? undefined);
    return { ...loaded, source: editSource(text, edits) };
  },
});
