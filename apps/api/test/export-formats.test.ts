import { describe, expect, it } from "@jest/globals";
import { Page, type SitemapFile } from "@sitemap-scanner/contracts";
import { readSitemap } from "@sitemap-scanner/sitemap";
import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import { csvRecord } from "../src/results/csv.ts";
import { FILE_FORMATS, PAGE_FORMATS, type ExportFormat } from "../src/results/formats.ts";

const NASTY = fc.constantFrom(
  '"',
  ",",
  "\r",
  "\n",
  "\r\n",
  "=",
  "+",
  "-",
  "@",
  "\t",
  "'",
  "😀",
  "＝",
);
const text = fc.array(fc.oneof(NASTY, fc.string({ unit: "binary" })), { maxLength: 6 });
const cell = fc.oneof(
  text.map((parts) => parts.join("")),
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.boolean(),
  fc.constant(null),
);

const isoTime = fc
  .date({ min: new Date("1970-01-01"), max: new Date("2100-01-01"), noInvalidDate: true })
  .map((date) => date.toISOString());
const url = fc.webUrl({ withQueryParameters: true }).map((one) => new URL(one).href);
const page: fc.Arbitrary<Page> = fc.record({
  url,
  lastmod: fc.option(isoTime),
  lastmod_raw: fc.option(text.map((parts) => parts.join(""))),
  changefreq: fc.option(fc.constantFrom("daily", "weekly", "now & then", "=HYPERLINK(1)")),
  priority: fc.option(fc.constantFrom(0, 0.1, 0.5, 1, 7)),
  extensions: fc.constant(null),
  sitemap_file_id: fc.nat().map(String),
  foreign_host: fc.boolean(),
  first_seen_at: isoTime,
  last_seen_at: isoTime,
  removed_at: fc.option(isoTime),
});

function exportOf<Row>(format: ExportFormat<Row>, rows: readonly Row[]): string {
  return (format.head ?? "") + rows.map(format.toLine).join("") + (format.tail ?? "");
}

/** What a spreadsheet shows of a cell that was made a text. */
function withoutApostrophe(shown: string): string {
  return /^'+[=+\-@\t\r＝＋－＠]/.test(shown) ? shown.slice(1) : shown;
}

async function readXml(xml: string) {
  async function* once() {
    yield Buffer.from(xml);
  }
  const reading = readSitemap(once(), { url: "https://example.com/export.xml" });
  const entries = [];
  for await (const batch of reading) entries.push(...batch);
  return { entries, report: reading.report };
}

describe("csvRecord()", () => {
  it("writes whatever an independent parser reads back as it was", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1 }),
        (rows) => {
          const read: string[][] = parse(rows.map(csvRecord).join(""), { recordDelimiter: "\r\n" });

          const back = read.map((cells) => cells.map(withoutApostrophe));
          expect(back).toEqual(rows.map((cells) => cells.map((value) => String(value ?? ""))));
        },
      ),
    );
  });

  it("leaves no cell that a spreadsheet would take for a formula", () => {
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1 }), (cells) => {
        const [read = []]: string[][] = parse(csvRecord(cells), { recordDelimiter: "\r\n" });

        expect(read.filter((shown) => /^[=+\-@\t\r＝＋－＠]/.test(shown))).toEqual([]);
      }),
    );
  });
});

describe("an export of pages", () => {
  it("as csv has a header, and a record a page", () => {
    fc.assert(
      fc.property(fc.array(page), (pages) => {
        const options = { columns: true, recordDelimiter: "\r\n" } as const;
        const read: Record<string, string>[] = parse(exportOf(PAGE_FORMATS.csv, pages), options);

        const shown = pages.map((one) => [one.url, one.lastmod ?? "", String(one.foreign_host)]);
        expect(read.map((row) => [row["url"], row["lastmod"], row["foreign_host"]])).toEqual(shown);
      }),
    );
  });

  it("as xml is a sitemap that our own reader reads back", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(page, { minLength: 1, maxLength: 20 }), async (pages) => {
        const { entries, report } = await readXml(exportOf(PAGE_FORMATS.xml, pages));

        expect(report).toMatchObject({ kind: "urlset", outcome: "ok", warnings: {} });
        expect(entries).toMatchObject(
          pages.map((one) => ({
            url: one.url,
            lastmod: one.lastmod === null ? null : new Date(one.lastmod),
            changefreq: ["daily", "weekly"].includes(one.changefreq ?? "") ? one.changefreq : null,
            priority: one.priority === 7 ? null : one.priority,
          })),
        );
      }),
      { numRuns: 50 },
    );
  });

  it("as txt has one URL a line, whatever was stored as a URL", () => {
    const rows = [{ url: "https://a.com/1" }, { url: "https://a.com/\r\n2" }];

    const txt = exportOf<{ url: string }>(FILE_FORMATS.txt as ExportFormat<{ url: string }>, rows);

    expect(txt).toBe("https://a.com/1\nhttps://a.com/%0D%0A2\n");
  });

  it("as ndjson has each page as the contract has it", () => {
    fc.assert(
      fc.property(fc.array(page), (pages) => {
        const lines = exportOf(PAGE_FORMATS.ndjson, pages).split("\n").slice(0, -1);

        expect(lines.map((line) => Page.parse(JSON.parse(line)))).toEqual(pages);
      }),
    );
  });
});

describe("an export of files", () => {
  it("as xml is an index that our own reader reads back", async () => {
    const files = ["https://a.com/1.xml", "https://a.com/2.xml?a=1&b='2'"];
    const rows = files.map((one) => ({ url: one }) as SitemapFile);

    const { entries, report } = await readXml(exportOf(FILE_FORMATS.xml, rows));

    expect(report.kind).toBe("index");
    expect(entries.map((entry) => entry.url)).toEqual(files.map((one) => new URL(one).href));
  });
});
