import { describe, expect, it } from "@jest/globals";
import { VARIABLES } from "../../packages/runtime/src/index.ts";
import { readText } from "./repository.ts";

/** Of docker-compose.yml itself; our processes do not read them. */
const COMPOSE_ONLY = ["POSTGRES_PASSWORD", "REDIS_PASSWORD"];

describe(".env.example", () => {
  it("lists every variable with its default and description, in the order of the configuration", () => {
    const entries = Object.entries(VARIABLES).map(
      ([name, { description, default: fallback }]) =>
        `# ${description}\n#${name}=${fallback ?? ""}\n`,
    );

    expect(readText(".env.example").split("\n\n# ").length).toBeGreaterThan(1);
    expect(readText(".env.example").endsWith(`\n\n${entries.join("")}`)).toBe(true);
  });

  it("sets nothing by itself, and has a line for each password that docker-compose.yml wants", () => {
    const set = readText(".env.example")
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"));

    expect(set).toEqual(COMPOSE_ONLY.map((name) => `${name}=`));
  });
});
