import { REDACTED, redactText } from "../redact.ts";
import type { Config } from "./config.ts";

/** A copy of the configuration that may be logged: the same shape, without the secrets. */
export function describeConfig(config: Config): Config {
  const described: Config = JSON.parse(JSON.stringify(config), (_name, value: unknown) =>
    typeof value === "string" ? redactText(value) : value,
  );
  const { headers, proxy } = config.fetch;
  return {
    ...described,
    fetch: {
      ...described.fetch,
      headers: Object.fromEntries(Object.keys(headers).map((name) => [name, REDACTED])),
      // A token may stand in the place of the user.
      proxy: proxy && proxy.replace(/\/\/[^/]*@/, `//${REDACTED}@`),
    },
  };
}
