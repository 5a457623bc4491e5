import { readFileSync, renameSync, writeFileSync } from "node:fs";
import type { z } from "zod";

/** The file's content; null when it is absent, no JSON, or not of the schema. */
export function readJsonFile<T>(path: string, schema: z.ZodType<T>): T | null {
  try {
    return schema.safeParse(JSON.parse(readFileSync(path, "utf8"))).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError || codeOf(error) === "ENOENT") return null;
    throw error;
  }
}

/**
 * Writes beside the file and renames, so that readers see the old content or the new one and never
 * a part. Only its owner may read it.
 */
export function writeJsonFile(path: string, content: unknown): void {
  const draft = `${path}.${process.pid}.tmp`;
  writeFileSync(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, path);
}

/** The code of a system error: "ENOENT", "EEXIST". */
export function codeOf(error: unknown): string | undefined {
  const hasCode = typeof error === "object" && error !== null && "code" in error;
  return hasCode ? String(error.code) : undefined;
}
