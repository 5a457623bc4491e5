/**
 * Takes the screenshots of docs/screenshots from a real stack that has scanned a few sample sites.
 *
 *     npm run screenshots
 */
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import {
  canInstallPackages,
  cleanUpRun,
  createRunDirectory,
  installDebianPackage,
  startReaper,
} from "@sitemap-scanner/testkit";
import { fill } from "./fill.ts";
import { startSampleStack } from "./sample-stack.ts";
import { takeShots } from "./shots.ts";

const TARGET = join(import.meta.dirname, "../../../docs/screenshots");

/** Debian packages of the fonts that `fonts.conf` names, and where they put them. */
const FONTS = [
  ["fonts-inter", "/usr/share/fonts/opentype/inter"],
  ["fonts-jetbrains-mono", "/usr/share/fonts/truetype/jetbrains-mono"],
] as const;

const directory = createRunDirectory();
startReaper(directory);
try {
  await installFonts();
  const stack = await startSampleStack();
  const scans = await fill(stack);
  mkdirSync(TARGET, { recursive: true });
  await takeShots({ origin: stack.origin, scans, target: TARGET });
  await stack.db.destroy();
} finally {
  await cleanUpRun(directory);
}
process.exit();

/** Where none can be installed, whatever fonts are there have to do. */
async function installFonts(): Promise<void> {
  if (!(await canInstallPackages())) return;
  for (const [name, path] of FONTS) {
    if (!existsSync(path)) await installDebianPackage(name);
  }
}
