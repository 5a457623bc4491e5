import { isIP } from "node:net";
import type { ConfigFault } from "./config-error.ts";
import type { Values } from "./variables.ts";

/** Passwords that stand in tutorials and sample files. */
const WELL_KNOWN_PASSWORDS = new Set(
  "admin|change-me|changeit|changeme|default|example|guest|password|passw0rd|postgres|redis|root|sample|scanner|secret|test".split(
    "|",
  ),
);

/**
 * What no variable can say of itself alone. A variable that is already faulty is absent, and no
 * rule speaks of it.
 */
export function findBrokenRules(values: Partial<Values>): ConfigFault[] {
  return [
    ...productionRules(values),
    ...authRules(values),
    ...atMost(values, "SCAN_DEFAULT_MAX_PAGES", "SCAN_MAX_PAGES_LIMIT"),
    ...atMost(values, "WORKER_BACKOFF_BASE_MS", "WORKER_BACKOFF_MAX_MS"),
    // One missed heartbeat must not cost a task.
    ...atMost(values, "WORKER_BEAT_MS", "WORKER_LEASE_MS", 2),
    // Else a message that is still being published would be claimed by another relay.
    ...atMost(values, "RELAY_PUBLISH_TIMEOUT_MS", "RELAY_CLAIM_MS", 2),
  ];
}

/** Whether only this machine can reach what listens on the host. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

function productionRules(values: Partial<Values>): ConfigFault[] {
  if (values.MODE !== "production") return [];
  const faults = (["DATABASE_URL", "REDIS_URL"] as const)
    .filter((name) => hasWellKnownPassword(values[name]))
    .map((name) => ({
      variable: name,
      message: "must not use a well-known password in production",
    }));
  const forbidden = [
    ["FETCH_ALLOW_PRIVATE", "it opens private networks"],
    ["CRASH_POINT", "it is for tests"],
  ] as const;
  return [
    ...faults,
    ...forbidden
      .filter(([variable]) => Boolean(values[variable]))
      .map(([variable, why]) => ({ variable, message: `must be absent in production: ${why}` })),
  ];
}

function authRules({ AUTH, HOST, MODE }: Partial<Values>): ConfigFault[] {
  if (AUTH === "off" && MODE === "production") {
    return [{ variable: "AUTH", message: "must be keys in production" }];
  }
  if (AUTH !== "off" || HOST === undefined || isLoopback(HOST)) return [];
  return [
    {
      variable: "AUTH",
      message: `must be keys while HOST is ${HOST}: off is for a loopback address`,
    },
  ];
}

type NumberName = {
  [Name in keyof Values]: Values[Name] extends number ? Name : never;
}[keyof Values];

function atMost(
  values: Partial<Values>,
  lower: NumberName,
  upper: NumberName,
  times = 1,
): ConfigFault[] {
  const [low, high] = [values[lower], values[upper]];
  if (low === undefined || high === undefined || low * times <= high) return [];
  const relation = times === 1 ? "must not be above" : `times ${times} must not be above`;
  return [{ variable: lower, message: `${relation} ${upper} (${high}), but is ${low}` }];
}

function hasWellKnownPassword(url: string | null | undefined): boolean {
  const parsed = url ? URL.parse(url) : null;
  if (!parsed) return false;
  // The Postgres driver takes the password from the query as well.
  const passwords = [decode(parsed.password), parsed.searchParams.get("password") ?? ""];
  const user = decode(parsed.username);
  return passwords
    .filter((password) => password !== "")
    .some((password) => password === user || WELL_KNOWN_PASSWORDS.has(password.toLowerCase()));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    // A stray % is a legal part of a password, and then stands for itself.
    if (error instanceof URIError) return text;
    throw error;
  }
}
