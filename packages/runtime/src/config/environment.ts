import { toConfig, type Config } from "./config.ts";
import { ConfigError, type ConfigFault } from "./config-error.ts";
import { findBrokenRules } from "./rules.ts";
import { DEFINITIONS, VARIABLES, type Values } from "./variables.ts";

/**
 * Reads and checks the whole environment; no other code of the system reads it. A variable that is
 * set to nothing (`REDIS_URL=`) counts as absent.
 * @throws {ConfigError} naming every faulty variable at once.
 */
export function readEnvironment(env: NodeJS.ProcessEnv = process.env): Config {
  const values: Record<string, unknown> = {};
  const faults: ConfigFault[] = [];
  for (const [variable, definition] of Object.entries(DEFINITIONS)) {
    const text = textOf(variable, env);
    const result = definition.schema.safeParse(text);
    if (result.success) values[variable] = result.data;
    else faults.push({ variable, message: describeFault(variable, text, result.error.issues) });
  }
  faults.push(...findBrokenRules(values));
  if (faults.length > 0 || !isComplete(values)) throw new ConfigError(faults);
  return toConfig(values);
}

/**
 * The settings of the fetcher alone, for a program that fetches and has no database: `FETCH_*` and
 * `PUBLIC_URL` are read, and nothing else.
 * @throws {ConfigError} naming every faulty variable at once.
 */
export function readFetchEnvironment(env: NodeJS.ProcessEnv = process.env): Config["fetch"] {
  const own = Object.entries(env).filter(([name]) => /^(?:FETCH_|PUBLIC_URL$)/.test(name));
  const unused = { DATABASE_URL: "postgres://unused/unused" };
  return readEnvironment({ ...Object.fromEntries(own), ...unused }).fetch;
}

// Each value comes from the schema of its own definition, which is what `Values` is made of.
function isComplete(values: Record<string, unknown>): values is Values {
  return Object.keys(DEFINITIONS).every((variable) => variable in values);
}

function textOf(variable: string, env: NodeJS.ProcessEnv): string | null {
  return env[variable]?.trim() || (VARIABLES[variable]?.default ?? null);
}

function describeFault(
  variable: string,
  text: string | null,
  issues: readonly { message: string }[],
): string {
  if (text === null) return `is required: ${VARIABLES[variable]?.description}`;
  const expected = issues.map((issue) => issue.message).join(", ");
  return VARIABLES[variable]?.secret ? expected : `${expected}, but is "${text}"`;
}
