import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "@jest/globals";

const run = promisify(execFile);
const BIN = fileURLToPath(new URL("../bin/sitemap-scanner.mjs", import.meta.url));

/** The Node that a user's shell finds, which may be too old to read TypeScript. */
function nodeOfThisMachine(): string {
  const directories = (process.env["PATH"] ?? "").split(delimiter);
  const found = directories
    .filter((directory) => !directory.includes("node_modules"))
    .map((directory) => join(directory, "node"))
    .find((file) => existsSync(file));
  return found ?? process.execPath;
}

describe("the installed command", () => {
  it("runs on the Node of this machine, whatever that is", async () => {
    const { stdout } = await run(nodeOfThisMachine(), [BIN, "--version"]);

    expect(stdout).toBe("0.1.0\n");
  });

  it("hands on arguments and exit code", async () => {
    const failed = run(nodeOfThisMachine(), [BIN, "no-such-command"]);

    await expect(failed).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining("no-such-command"),
    });
  });
});
