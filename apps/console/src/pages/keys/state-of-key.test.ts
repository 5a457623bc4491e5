import { describe, expect, it } from "@jest/globals";
import { stateOfKey } from "./state-of-key.ts";

const NOON = "2026-01-31T12:00:00.000Z";
const AT_NOON = Date.parse(NOON);

describe("stateOfKey()", () => {
  it.each([
    ["usable", { revoked_at: null, expires_at: null }, AT_NOON],
    ["usable", { revoked_at: null, expires_at: NOON }, AT_NOON - 1],
    ["expired", { revoked_at: null, expires_at: NOON }, AT_NOON],
    ["revoked", { revoked_at: NOON, expires_at: NOON }, AT_NOON],
  ])("calls a key %s", (state, key, now) => {
    expect(stateOfKey(key, now)).toBe(state);
  });
});
