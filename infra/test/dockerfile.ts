export interface Copy {
  /** The stage that is copied from; null: the repository. */
  from: string | null;
  sources: string[];
  target: string;
}

export interface Stage {
  name: string;
  /** The stage or image that it begins with. */
  base: string;
  copies: Copy[];
  user: string | null;
  /** What it adds to the environment. */
  env: Record<string, string>;
  command: string[] | null;
}

/** Reads the instructions that our Dockerfile uses; one that it does not know is an error. */
export function parseDockerfile(text: string): Stage[] {
  const stages: Stage[] = [];
  for (const line of text.split("\n")) {
    const [, instruction = "", rest = ""] = /^([A-Z]+) (.*)$/.exec(line) ?? [];
    if (instruction === "FROM") stages.push(toStage(rest));
    else if (line !== "" && !line.startsWith("#")) addTo(stages.at(-1), instruction, rest, line);
  }
  return stages;
}

/** The stage before it comes all that it is built on, the first one first. */
export function lineage(stages: Stage[], name: string): Stage[] {
  const stage = stages.find((one) => one.name === name);
  return stage ? [...lineage(stages, stage.base), stage] : [];
}

function toStage(rest: string): Stage {
  const [base = "", , name = base] = rest.split(" ");
  return { name, base, copies: [], user: null, env: {}, command: null };
}

function addTo(stage: Stage | undefined, instruction: string, rest: string, line: string): void {
  if (!stage) throw new SyntaxError(`Cannot read "${line}": it stands before FROM`);
  if (instruction === "COPY") stage.copies.push(toCopy(rest));
  else if (instruction === "USER") Object.assign(stage, { user: rest });
  else if (instruction === "CMD") Object.assign(stage, { command: JSON.parse(rest) });
  else if (instruction === "ENV") Object.assign(stage.env, toVariable(rest));
  else if (!["EXPOSE", "RUN", "WORKDIR"].includes(instruction)) {
    throw new SyntaxError(`Cannot read "${line}": its instruction is not known`);
  }
}

function toVariable(rest: string): Record<string, string> {
  const [name = "", value = ""] = rest.split("=");
  return { [name]: value };
}

function toCopy(rest: string): Copy {
  const words = rest.split(" ");
  const from = words[0]?.startsWith("--from=") ? words[0].slice("--from=".length) : null;
  const paths = from === null ? words : words.slice(1);
  return { from, sources: paths.slice(0, -1), target: paths.at(-1) ?? "" };
}
