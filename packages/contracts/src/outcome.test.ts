import { describe, expect, it } from "@jest/globals";
import { isRetryable, type Outcome, OUTCOMES } from "./outcome.ts";
import { PROBLEMS } from "./problem.ts";

const RULES = Object.entries(OUTCOMES);

/** What each code of the engine is worth, and nothing beside it. */
const FATES: Record<Outcome, "read" | "retry" | "final"> = {
  ok: "read",
  ok_partial: "read",
  not_modified: "read",
  empty: "read",
  not_found: "final",
  gone: "final",
  forbidden: "final",
  blocked: "final",
  rate_limited: "retry",
  server_error: "retry",
  timeout: "retry",
  dns_error: "retry",
  tls_error: "final",
  connection_error: "retry",
  protocol_error: "retry",
  redirect_blocked: "final",
  too_many_redirects: "final",
  target_not_public: "final",
  not_a_sitemap: "final",
  malformed: "final",
  too_large: "final",
  encoding_error: "final",
  loop: "final",
  limit_reached: "final",
  cancelled: "final",
  poisoned: "final",
  invalid_params: "final",
  internal_error: "retry",
};

describe("OUTCOMES", () => {
  it("holds every code, and says of each whether it may pass with time", () => {
    const fates = Object.fromEntries(RULES.map(([code, { fate }]) => [code, fate]));

    expect(fates).toEqual(FATES);
  });

  it.each(RULES)("has a sentence for %s, and a code that fits a URL", (code, { advice }) => {
    expect(code).toMatch(/^[a-z]+(?:_[a-z]+)*$/);
    expect(advice).toMatch(/^[A-Z][^\n]{8,120}\.$/);
  });

  it("gives each failure a problem type of its own, and none to what was read", () => {
    const named = RULES.filter(([, { problem }]) => problem !== null);
    const problems = named.map(([, { problem }]) => String(problem));

    expect(named.map(([code]) => code)).toEqual(
      RULES.filter(([, { fate }]) => fate !== "read").map(([code]) => code),
    );
    expect(new Set(problems).size).toBe(problems.length);
    for (const problem of problems) expect(problem).toMatch(/^file(?:_[a-z]+)+$/);
  });

  it("shares no problem type with the API, which means other things by the same words", () => {
    const shared = RULES.filter(([, { problem }]) => problem !== null && problem in PROBLEMS);

    expect(shared).toEqual([]);
  });
});

describe("isRetryable()", () => {
  it.each(RULES)("reads the table for %s", (code, { fate }) => {
    expect(isRetryable(code as Outcome)).toBe(fate === "retry");
  });
});
