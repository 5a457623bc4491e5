import { describe, expect, it } from "@jest/globals";
import { startProcess } from "../src/index.ts";
import { holdsLoggedSecret, refuseLoggedSecrets } from "../src/logged-secrets.ts";

const KEY = `sms_${"a1".repeat(19)}`;
const logged = (text: string) => JSON.stringify({ level: "info", message: "said", text });

describe("holdsLoggedSecret()", () => {
  it.each([KEY, "whsec_c2VjcmV0c2VjcmV0", "postgres://me:hunter2@db/x", `Bearer ${KEY}`])(
    "sees %s in a line of the log",
    (text) => {
      expect(holdsLoggedSecret(logged(text))).toBe(true);
    },
  );

  it.each([
    "postgres://me:[redacted]@db/x",
    "Bearer [redacted]",
    "sms_a1a1a1a1…",
    "user@example.com",
  ])("sees none in %s", (text) => {
    expect(holdsLoggedSecret(logged(text))).toBe(false);
  });

  it("leaves alone what a command prints for its caller", () => {
    expect(holdsLoggedSecret(KEY)).toBe(false);
    expect(holdsLoggedSecret(JSON.stringify({ id: "1", key: KEY }))).toBe(false);
  });
});

describe("startProcess()", () => {
  it("has a test file fail in which a process logged a secret", async () => {
    const script = `console.log(${JSON.stringify(logged(KEY))})`;
    const leaky = await startProcess({ args: ["-e", script] });
    await leaky.exited;

    expect(refuseLoggedSecrets).toThrow("A secret was logged");
  });
});
