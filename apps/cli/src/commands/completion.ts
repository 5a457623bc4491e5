import type { Command } from "commander";
import { readCommandTree } from "../completion/command-tree.ts";
import { COMPLETION_SCRIPTS } from "../completion/scripts.ts";
import type { Context, Done } from "../context.ts";
import { EXIT } from "../errors.ts";
import { shell } from "../option-values.ts";

const EXAMPLES = `Examples:
  source <(sitemap-scanner completion bash)
  sitemap-scanner completion zsh > ~/.zfunc/_sitemap-scanner
  sitemap-scanner completion fish | source
`;

export function addCompletion(program: Command, context: Context, done: Done) {
  program
    .command("completion")
    .summary("have the Tab key complete commands and options")
    .description("Prints what bash, zsh or fish reads to complete commands and options.")
    .argument("<shell>", "bash, zsh or fish", shell)
    .addHelpText("before", EXAMPLES)
    .action(async (name: keyof typeof COMPLETION_SCRIPTS) => {
      await context.out.flushed(COMPLETION_SCRIPTS[name](readCommandTree(program)));
      done(EXIT.ok);
    });
}
