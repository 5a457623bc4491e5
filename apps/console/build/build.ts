/** Builds the console when what it is made of has changed: `node apps/console/build/build.ts`. */
import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./root.ts";

const DIST = join(ROOT, "dist");
const STAMP = ".built-from";
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

function isBuiltFrom(sources: string): boolean {
  const stamp = join(DIST, STAMP);
  return existsSync(stamp) && readFileSync(stamp, "utf8") === sources;
}

const now = fingerprint();
if (!isBuiltFrom(now)) {
  const before = performance.now();
  // To load these takes longer than to find that nothing has changed.
  const [{ build }, { CONFIG }] = await Promise.all([import("vite"), import("./config.ts")]);
  // Beside the old one, which an API may be serving, and then in its place.
  const next = join(ROOT, `dist.${process.pid}`);
  await build({ ...CONFIG, build: { ...CONFIG.build, outDir: next } });
  writeFileSync(join(next, STAMP), now);
  try {
    rmSync(DIST, { recursive: true, force: true });
    renameSync(next, DIST);
  } catch (error) {
    // Two who start at the same time build the same, and one is first.
    if (!isBuiltFrom(now)) throw error;
    rmSync(next, { recursive: true, force: true });
  }
  const seconds = ((performance.now() - before) / 1_000).toFixed(1);
  process.stderr.write(`The console is built (${seconds} s).\n`);
}
