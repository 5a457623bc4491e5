/** Builds the console when what it is made of has changed: `node apps/console/build/build.ts`. */
import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";
import { CONFIG, ROOT } from "./config.ts";

const STAMP = join(ROOT, "dist/.built-from");
const SOURCES = [
  "index.html",
  "package.json",
  "build/*.ts",
  "src/**/*",
  "../../packages/contracts/src/**/*.ts",
];

/** A text that changes with the sources, and with the versions of what they import. */
function fingerprint(): string {
  const hash = createHash("sha256");
  for (const pattern of SOURCES) {
    for (const file of globSync(pattern, { cwd: ROOT }).toSorted()) {
      const path = join(ROOT, file);
      if (/\.\w+$/.test(file)) hash.update(file).update("\0").update(readFileSync(path));
    }
  }
  return hash.digest("hex");
}

const now = fingerprint();
const isFresh = existsSync(STAMP) && readFileSync(STAMP, "utf8") === now;
if (!isFresh) {
  const before = performance.now();
  await build(CONFIG);
  writeFileSync(STAMP, now);
  const seconds = ((performance.now() - before) / 1_000).toFixed(1);
  process.stderr.write(`The console is built (${seconds} s).\n`);
}
