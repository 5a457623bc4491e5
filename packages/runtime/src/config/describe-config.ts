import { redactText } from "../redact.ts";
import type { Config } from "./config.ts";

/** A copy of the configuration that may be logged: the same shape, without the passwords. */
export function describeConfig(config: Config): Config {
  return JSON.parse(JSON.stringify(config), (_name, value: unknown) =>
    typeof value === "string" ? redactText(value) : value,
  );
}
