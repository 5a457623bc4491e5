import { describe, expect, it } from "@jest/globals";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { runHere } from "./run-cli.ts";

const run = promisify(execFile);

/** What bash offers for the last of the words. */
async function complete(...words: string[]): Promise<string[]> {
  const { stdout: script } = await runHere(["completion", "bash"]);
  const ask = `${script}
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _sitemap_scanner; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = await run("bash", ["-c", ask, "bash", "sitemap-scanner", ...words]);
  return stdout.trim().split("\n");
}

describe("completion", () => {
  it("offers commands, those below them, and options", async () => {
    expect(await complete("do")).toEqual(["domains", "doctor"]);
    expect(await complete("domains", "s")).toEqual(["show", "schedule"]);
    expect(await complete("domains", "list", "--s")).toEqual(["--status"]);
    expect(await complete("--api", "http://127.0.0.1:1", "webhooks", "del")).toEqual([
      "delete",
      "deliveries",
      "delivery",
    ]);
    expect(await complete("jobs", "--key")).toEqual(["--key-file"]);
  });

  it("tells zsh and fish of the same, with what each is for", async () => {
    const { stdout: zsh } = await runHere(["completion", "zsh"]);
    const { stdout: fish } = await runHere(["completion", "fish"]);

    expect(zsh).toContain(`"domains list") candidates=('--status:only domains`);
    expect(zsh).toContain("'import:queue many domains, from CSV or NDJSON'");
    expect(fish).toMatch(/-a import -d 'queue many domains, from CSV or NDJSON'$/m);
    expect(fish).toMatch(/-l status -d 'only domains that are new, queued, failed, …'$/m);
  });
});
