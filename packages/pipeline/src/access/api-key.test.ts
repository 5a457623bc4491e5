import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { generateApiKey, isApiKey, prefixOf } from "./api-key.ts";

describe("isApiKey()", () => {
  it("knows every key that is generated", () => {
    const keys = Array.from({ length: 200 }, generateApiKey);

    expect(keys.every(isApiKey)).toBe(true);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("knows a key no more in which one character was changed", () => {
    fc.assert(
      fc.property(fc.nat({ max: 37 }), fc.constantFrom("0", "a", "Z", "9"), (place, character) => {
        const key = generateApiKey();
        const changed = `${key.slice(0, 4 + place)}${character}${key.slice(5 + place)}`;
        expect(isApiKey(changed)).toBe(changed === key);
      }),
    );
  });

  it("takes no other text for a key", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        expect(isApiKey(text)).toBe(false);
      }),
    );
  });
});

describe("prefixOf()", () => {
  it("shows 8 of 32 secret characters", () => {
    const key = generateApiKey();

    expect(prefixOf(key)).toBe(key.slice(0, 12));
  });
});
