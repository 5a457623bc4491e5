import { createHash } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import type { FetchResponse } from "@sitemap-scanner/fetcher";
import * as fc from "fast-check";
import { holdBack } from "./hold-back.ts";
import type { KnownFile } from "./known-file.ts";

describe("holdBack()", () => {
  it("gives every other body back as it came, however it is cut, and the known one never", async () => {
    const bytes = fc.uint8Array({ maxLength: 12, max: 2 });
    await fc.assert(
      fc.asyncProperty(bytes, fc.array(bytes), async (before, chunks) => {
        const body = Buffer.concat(chunks);
        const response = aResponse(chunks);

        const given = await holdBack(response, knownAs(before));

        const isSame = body.equals(before);
        expect(given === null ? null : await all(given)).toEqual(isSame ? null : body);
        expect(response.closed).toBe(1);
      }),
    );
  });

  it("believes a length that says that it is another file", async () => {
    const known = Buffer.from("known");
    const response = aResponse([known], { "content-length": "6" });

    expect(await holdBack(response, knownAs(known))).toBe(response.body);
  });

  it("does not believe a length beside a transfer coding", async () => {
    const known = Buffer.from("known");
    const headers = { "content-length": "6", "transfer-encoding": "chunked" };

    expect(await holdBack(aResponse([known], headers), knownAs(known))).toBeNull();
  });

  it("closes a body that is left while the beginning of it is given back", async () => {
    const response = aResponse(["abc", "def", "ghi"].map((text) => Buffer.from(text)));

    const given = await holdBack(response, knownAs(Buffer.from("abcd")));
    for await (const _chunk of given ?? []) break;

    expect(response.closed).toBe(1);
  });
});

function aResponse(
  chunks: Uint8Array[],
  headers: FetchResponse["headers"] = {},
): FetchResponse & { readonly closed: number } {
  let closed = 0;
  async function* read(): AsyncGenerator<Uint8Array> {
    try {
      yield* chunks;
    } finally {
      closed++;
    }
  }
  return {
    url: "https://example.com/sitemap.xml",
    status: 200,
    headers,
    contentType: null,
    contentEncoding: null,
    etag: null,
    lastModified: null,
    redirects: [],
    hasExcess: false,
    body: read(),
    discard: () => undefined,
    get closed() {
      return closed;
    },
  };
}

function knownAs(body: Uint8Array): KnownFile {
  return {
    etag: null,
    lastModified: null,
    bodySha256: createHash("sha256").update(body).digest(),
    compressedBytes: body.length,
  };
}

async function all(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const taken: Uint8Array[] = [];
  for await (const chunk of chunks) taken.push(chunk);
  return Buffer.concat(taken);
}
