import { describe, expect, it } from "@jest/globals";
import { AUDIT_CHECKS, SEVERITIES } from "./audit.ts";

describe("AUDIT_CHECKS", () => {
  it.each(Object.entries(AUDIT_CHECKS))(
    "says of %s how bad it is, and in one sentence what to do",
    (code, { severity, title, advice }) => {
      expect(code).toMatch(/^[a-z0-9]+(?:_[a-z0-9]+)*$/);
      expect(SEVERITIES).toContain(severity);
      expect(title).toMatch(/^\w[^.\n]{5,60}$/);
      expect(advice).toMatch(/^[A-Z][^\n]{8,120}\.$/);
    },
  );
});
