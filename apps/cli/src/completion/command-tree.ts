import type { Command } from "commander";

/** A command as far as a shell completes it. */
export interface CommandNode {
  /** Its words: `domains list`; empty for the program itself. */
  path: string;
  /** What may follow: commands below it, and options. */
  words: { word: string; summary: string }[];
  children: CommandNode[];
}

/** Everything that can be typed after the program's name. */
export function readCommandTree(command: Command, path = ""): CommandNode {
  const children = command.commands.map((child) =>
    readCommandTree(child, `${path} ${child.name()}`.trim()),
  );
  const help = command.createHelp();
  // Those of the commands above are taken as well.
  const options = Object.assign(help, { showGlobalOptions: true }).visibleGlobalOptions(command);
  return {
    path,
    words: [
      ...command.commands.map((child) => ({ word: child.name(), summary: child.summary() })),
      ...[...help.visibleOptions(command), ...options].map((option) => ({
        word: option.long ?? option.flags,
        summary: option.description,
      })),
    ],
    children,
  };
}

/** Every command with words below it or options, the program first. */
export function allNodes(node: CommandNode): CommandNode[] {
  return [node, ...node.children.flatMap(allNodes)];
}
