import { describe, expect, it } from "@jest/globals";
import { FetchError } from "./fetch-error.ts";
import { toFetchError } from "./outcome-of-error.ts";

const coded = (code: string): Error => Object.assign(new Error("told by the system"), { code });
const URL = "https://example.com/";

describe("toFetchError()", () => {
  it.each([
    ["ENOTFOUND", "dns_error"],
    ["EAI_AGAIN", "dns_error"],
    ["ETIMEDOUT", "timeout"],
    ["HPE_HEADER_OVERFLOW", "protocol_error"],
    ["HPE_INVALID_CONSTANT", "protocol_error"],
    ["EPROTO", "tls_error"],
    ["CERT_HAS_EXPIRED", "tls_error"],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", "tls_error"],
    ["SELF_SIGNED_CERT_IN_CHAIN", "tls_error"],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "tls_error"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "tls_error"],
    ["ERR_SSL_WRONG_VERSION_NUMBER", "tls_error"],
    ["ECONNREFUSED", "connection_error"],
    ["ECONNRESET", "connection_error"],
    ["EHOSTUNREACH", "connection_error"],
    ["EPIPE", "connection_error"],
    ["ERR_PROXY_TUNNEL", "connection_error"],
    ["EMFILE", "internal_error"],
    ["ERR_INVALID_CHAR", "internal_error"],
  ])("makes of %s the outcome %s", (code, outcome) => {
    const error = coded(code);

    expect(toFetchError(error, URL)).toMatchObject({ code: outcome, url: URL, cause: error });
  });

  it("finds the code among causes and attempts", () => {
    const attempts = new AggregateError([coded("EHOSTUNREACH"), coded("ECONNREFUSED")]);
    const error = new Error("wrapped", { cause: attempts });

    expect(toFetchError(error, URL).code).toBe("connection_error");
  });

  it("gives back the FetchError that was the cause", () => {
    const cause = new FetchError("timeout", "it took too long", { url: URL });

    expect(toFetchError(new Error("wrapped", { cause }), "https://example.org/")).toBe(cause);
  });

  it("takes what it does not know for our own fault", () => {
    expect(toFetchError("a string", URL)).toMatchObject({
      code: "internal_error",
      cause: "a string",
    });
  });
});
