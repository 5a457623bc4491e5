import { allNodes, type CommandNode } from "./command-tree.ts";

/** What a shell reads to complete our commands: it asks nobody, and starts nothing. */
export const COMPLETION_SCRIPTS = {
  bash: (tree: CommandNode) => `# source <(sitemap-scanner completion bash)
_sitemap_scanner() {
  local at="" word words=""
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$at $word" in
${descents(tree)}
    esac
  done
  case "$at" in
${allNodes(tree)
  .map(({ path, words }) => `    "${path}") words="${words.map(({ word }) => word).join(" ")}" ;;`)
  .join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _sitemap_scanner sitemap-scanner
`,

  zsh: (tree: CommandNode) => `#compdef sitemap-scanner
# source <(sitemap-scanner completion zsh)
_sitemap_scanner() {
  local at="" word
  local -a candidates
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$at $word" in
${descents(tree)}
    esac
  done
  case "$at" in
${allNodes(tree).map(toZshCase).join("\n")}
  esac
  _describe 'sitemap-scanner' candidates
  _files
}
compdef _sitemap_scanner sitemap-scanner
`,

  fish: (tree: CommandNode) => `# sitemap-scanner completion fish | source
function __sitemap_scanner_at
    set -l at ""
    for word in (commandline -opc)[2..]
        switch "$at $word"
${allNodes(tree)
  .filter(({ path }) => path !== "")
  .map(
    ({ path }) =>
      `            case ${quote(entering(path))}\n                set at ${quote(path)}`,
  )
  .join("\n")}
        end
    end
    test "$at" = "$argv[1]"
end
${allNodes(tree).flatMap(toFishLines).join("\n")}
`,
} as const;

/** How the words of a command are told from those of an option: by the command before them. */
function descents(tree: CommandNode): string {
  return allNodes(tree)
    .filter(({ path }) => path !== "")
    .map(({ path }) => `      "${entering(path)}") at="${path}" ;;`)
    .join("\n");
}

/** The command above and the word that leads to this one: ` domains`, `domains list`. */
function entering(path: string): string {
  const words = path.split(" ");
  return `${words.slice(0, -1).join(" ")} ${words.at(-1)}`;
}

function toZshCase({ path, words }: CommandNode): string {
  const candidates = words.map(({ word, summary }) =>
    quote(`${word}:${summary.replaceAll(":", "\\:")}`),
  );
  return `    "${path}") candidates=(${candidates.join(" ")}) ;;`;
}

function toFishLines({ path, words }: CommandNode): string[] {
  const condition = quote(`__sitemap_scanner_at ${quote(path)}`);
  return words.map(({ word, summary }) => {
    const what = word.startsWith("--") ? `-l ${word.slice(2)}` : `-a ${word}`;
    return `complete -c sitemap-scanner -n ${condition} ${what} -d ${quote(summary)}`;
  });
}

/** One word for each of these shells, whatever is in it; fish alone also minds the backslash. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'"'"'`)}'`;
}
