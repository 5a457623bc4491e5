import { describe, expect, it } from "@jest/globals";
import { hashUrl, type PageEntry } from "@sitemap-scanner/sitemap";
import { createEntryAudit } from "./entry-audit.ts";

const NOW = Date.UTC(2026, 5, 1);
const DAY_MS = 86_400_000;

function aPage(given: Partial<PageEntry> = {}): PageEntry {
  const lastmod = given.lastmod === undefined ? new Date(NOW) : given.lastmod;
  return {
    type: "page",
    url: "https://a.example.com/",
    lastmod,
    lastmodRaw: lastmod?.toISOString() ?? null,
    changefreq: null,
    priority: null,
    extensions: null,
    ...given,
  };
}

/** Code → amount. */
function audit(
  pages: readonly PageEntry[],
  file: Partial<Parameters<ReturnType<typeof createEntryAudit>["findings"]>[0]> = {},
): Record<string, number> {
  const entries = createEntryAudit(NOW);
  for (const page of pages) entries.look(page, { urlHash: hashUrl(page.url), isForeign: false });
  const found = entries.findings({ kind: "urlset", finalUrl: null, ...file });
  return Object.fromEntries(found.map(({ code, amount }) => [code, amount]));
}

const numbered = (amount: number, given: (n: number) => Partial<PageEntry> = () => ({})) =>
  Array.from({ length: amount }, (_, n) =>
    aPage({ url: `https://a.example.com/${n}`, ...given(n) }),
  );

describe("the audit of the entries of a file", () => {
  it("finds nothing in a sound file", () => {
    const pages = numbered(20, (n) => ({ lastmod: new Date(NOW - n) }));

    expect(audit(pages)).toEqual({});
  });

  it("counts each entry but the first of one address", () => {
    expect(audit([aPage(), aPage(), aPage()])).toEqual({ duplicate_in_file: 2 });
  });

  it("finds pages by http beside one by https, or in a file that is https itself", () => {
    const http = aPage({ url: "http://a.example.com/" });

    expect(audit([http])).toEqual({});
    expect(audit([http, aPage()])).toEqual({ http_among_https: 1 });
    expect(audit([http], { finalUrl: "https://a.example.com/s.xml" })).toEqual({
      http_among_https: 1,
    });
  });

  it("misses no lastmod in a list of URLs, which has no place for it", () => {
    const page = aPage({ lastmod: null });

    expect(audit([page])).toEqual({ lastmod_missing: 1 });
    expect(audit([page], { kind: "text" })).toEqual({});
  });

  it("tells a lastmod that is no date from one that is not there", () => {
    expect(audit([aPage({ lastmod: null, lastmodRaw: "soon" })])).toEqual({
      lastmod_unreadable: 1,
    });
  });

  it("lets clocks be a day ahead", () => {
    const inTime = aPage({ lastmod: new Date(NOW + DAY_MS) });
    const tooFar = aPage({ lastmod: new Date(NOW + DAY_MS + 1) });

    expect(audit([inTime])).toEqual({});
    expect(audit([tooFar])).toEqual({ lastmod_future: 1 });
  });

  it("finds one lastmod for all of ten pages, not of nine, and not where one has none", () => {
    expect(audit(numbered(10))).toEqual({ lastmod_all_equal: 1 });
    expect(audit(numbered(9))).toEqual({});
    expect(audit(numbered(11, (n) => (n === 10 ? { lastmod: null } : {})))).toEqual({
      lastmod_missing: 1,
    });
  });

  it("keeps five examples, whatever it counts", () => {
    const entries = createEntryAudit(NOW);
    for (const page of numbered(9))
      entries.look(page, { urlHash: hashUrl(page.url), isForeign: true });

    const [foreign] = entries.findings({ kind: "urlset", finalUrl: null });

    expect(foreign).toMatchObject({ code: "foreign_host", amount: 9 });
    expect(foreign?.examples.map(({ url }) => url)).toEqual(numbered(5).map(({ url }) => url));
  });
});
