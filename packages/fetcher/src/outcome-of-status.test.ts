import { describe, expect, it } from "@jest/globals";
import { outcomeOfStatus } from "./outcome-of-status.ts";

describe("outcomeOfStatus()", () => {
  it.each([
    [200, null],
    [204, null],
    [206, null],
    [302, "protocol_error"],
    [304, "protocol_error"],
    [400, "forbidden"],
    [401, "forbidden"],
    [403, "forbidden"],
    [404, "not_found"],
    [405, "forbidden"],
    [407, "connection_error"],
    [408, "timeout"],
    [410, "gone"],
    [420, "rate_limited"],
    [421, "connection_error"],
    [425, "server_error"],
    [429, "rate_limited"],
    [451, "forbidden"],
    [500, "server_error"],
    [503, "server_error"],
    [599, "server_error"],
    [999, "protocol_error"],
  ])("makes of %i the outcome %p", (status, outcome) => {
    expect(outcomeOfStatus(status, {}, false)).toBe(outcome);
  });

  it("takes 304 for an answer to a condition", () => {
    expect(outcomeOfStatus(304, {}, true)).toBeNull();
  });

  it.each([
    [403, { "cf-mitigated": "challenge" }],
    [503, { "cf-mitigated": "challenge" }],
    [202, { "x-amzn-waf-action": "challenge" }],
    [405, { "x-amzn-waf-action": "captcha" }],
    [429, { "x-vercel-mitigated": "challenge" }],
    [403, { "x-dd-b": "1" }],
    [403, { "x-sucuri-block": "BAK01" }],
  ])("knows %i with %p as a bot challenge", (status, headers) => {
    expect(outcomeOfStatus(status, headers, false)).toBe("blocked");
  });
});
