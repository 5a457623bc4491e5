import { PROBLEMS, type Problem, type ProblemCode } from "@sitemap-scanner/contracts";

/** What a command exits with. `--help` lists the same. */
export const EXIT = {
  ok: 0,
  /** The scan or check did not succeed, or something is wrong. */
  failed: 1,
  usage: 2,
  unreachable: 3,
  /** The API answered, and refused. */
  refused: 4,
  interrupted: 130,
} as const;

/** A command that cannot go on: the message is for people, and may hold several lines. */
export class CommandError extends Error {
  override readonly name: string = "CommandError";
  readonly exitCode: number;

  constructor(message: string, exitCode: number, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

export class UsageError extends CommandError {
  override readonly name = "UsageError";

  constructor(message: string) {
    super(message, EXIT.usage);
  }
}

/** Nobody answers at the address, or what answers is no API of ours. */
export class ApiUnreachableError extends CommandError {
  override readonly name = "ApiUnreachableError";

  constructor(apiUrl: string, state: string, options?: ErrorOptions) {
    super(
      `Cannot reach the API at ${apiUrl}: ${state}\n` +
        "Start it with `npm start`, or name another one with --api or SITEMAP_SCANNER_API.",
      EXIT.unreachable,
      options,
    );
  }
}

/** The API answered with a problem. */
export class ApiProblemError extends CommandError {
  override readonly name = "ApiProblemError";
  readonly problem: Problem;

  constructor(problem: Problem) {
    const faults = (problem.errors ?? []).map((fault) => `  ${fault.path}: ${fault.message}`);
    const advice = adviceOn(problem.code);
    const lines = [`${problem.title} (${problem.code})`, problem.detail ?? "", ...faults, advice];
    super(lines.filter((line) => line !== "").join("\n"), EXIT.refused);
    this.problem = problem;
  }
}

/** What to do about a key is said in the words of the command line. */
function adviceOn(code: string): string {
  if (code === "unauthorized" || code === "insufficient_scope") {
    return "Name a key with SITEMAP_SCANNER_KEY, or a file that holds one with --key-file.";
  }
  return isKnown(code) ? PROBLEMS[code].advice : "";
}

function isKnown(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code);
}
