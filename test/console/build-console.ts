import { join } from "node:path";
import { startProcess } from "@sitemap-scanner/testkit";

const BUILD = join(import.meta.dirname, "../../apps/console/build/build.ts");

/** Does nothing when it is built from what is there. */
export async function buildConsole(): Promise<void> {
  const build = await startProcess({ args: [BUILD] });
  const { code } = await build.exited;
  if (code !== 0) throw new Error(`Cannot build the console:\n${build.stderr.join("\n")}`);
}
