import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { makeTemporaryDirectory, startProcess } from "@sitemap-scanner/testkit";
import type { Report } from "./report.ts";

/** Runs `npm run chaos` with these options to its end. */
export async function chaos(...options: string[]) {
  const child = await startProcess({ args: [join(import.meta.dirname, "main.ts"), ...options] });
  const { code } = await child.exited;
  const output = [...child.stdout, ...child.stderr].join("\n");
  return { code, output, lastLine: child.stdout.at(-1) };
}

/** The same with the report that it wrote. */
export async function chaosWithReport(...options: string[]) {
  const file = join(makeTemporaryDirectory("chaos"), "report.json");
  const ended = await chaos(...options, "--report", file);
  const [report] = JSON.parse(await readFile(file, "utf8")) as Report[];
  return { ...ended, report };
}
