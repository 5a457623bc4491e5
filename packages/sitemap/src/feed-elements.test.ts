import { describe, expect, it } from "@jest/globals";
import { cutAt, readBytes, readPieces } from "../test/read-bytes.ts";

describe("a feed", () => {
  it("of RSS gives link, else permalink, else atom:link", async () => {
    const { entries, report } = await readBytes(
      `<rss><channel><link>https://example.com/home</link>
       <item><link>/a</link><guid>https://example.com/x</guid><pubDate>Sat, 07 Sep 02 01:02:03 GMT</pubDate></item>
       <item><guid isPermaLink="false">https://example.com/no</guid><atom:link href="/c"/></item>
       <item><guid>https://example.com/b</guid></item><item><title>none</title></item></channel></rss>`,
    );

    expect(entries).toMatchObject([
      { url: "https://example.com/a", lastmod: new Date("2002-09-07T01:02:03Z") },
      { url: "https://example.com/c" },
      { url: "https://example.com/b" },
    ]);
    expect(report).toMatchObject({ kind: "rss", outcome: "ok", rejected: { loc_missing: 1 } });
  });

  it("of RSS 1.0 has its items beside the channel", async () => {
    const { entries, report } = await readBytes(
      "<rdf:RDF><channel><link>/x</link></channel><item><link>/a</link></item></rdf:RDF>",
    );

    expect(entries).toMatchObject([{ url: "https://example.com/a" }]);
    expect(report.kind).toBe("rss");
  });

  it("of Atom gives the alternate link, never edit or self", async () => {
    const { entries, report } = await readBytes(
      `<feed xmlns="http://www.w3.org/2005/Atom"><link href="/home"/>
       <entry><link rel="self" href="/s"/><link rel="alternate" href="/a"/><published>2020</published><updated>2024</updated></entry>
       <entry><link rel="edit" href="/e"/><link href="/b"/></entry></feed>`,
    );

    expect(entries).toMatchObject([
      { url: "https://example.com/a", lastmodRaw: "2024" },
      { url: "https://example.com/b" },
    ]);
    expect(report).toMatchObject({ kind: "atom", outcome: "ok" });
  });

  it("repairs tags that were not closed", async () => {
    const items = Array.from({ length: 50 }, (_, at) => `<item><title>t<link>/${at}<pubDate>2024`);
    const { entries, report } = await readBytes(`<rss><channel>${items.join("")}</channel></rss>`);

    expect(entries).toHaveLength(50);
    expect(entries.at(-1)).toMatchObject({ url: "https://example.com/49", lastmodRaw: "2024" });
    expect(report).toMatchObject({ outcome: "ok", rejected: {} });
  });

  it("reads a link through what is wrapped round it, and two URLs as two pages", async () => {
    const { entries } = await readBytes(
      `<rss><item><link> <b>/a</b>b</link></item><item><link>/c<b>d</b></link></item>
       <item><link>https://example.com/e https://example.com/f</link></item></rss>`,
    );

    const urls = entries.map(({ url }) => url.slice("https://example.com".length));
    expect(urls).toEqual(["/a", "/c", "/e", "/f"]);
  });

  it("rejects a link that is too long, rather than take the next best", async () => {
    const { entries, report } = await readBytes(
      `<rss><item><link>/${"a".repeat(9_000)}</link><guid>https://example.com/b</guid></item></rss>`,
    );

    expect(entries).toEqual([]);
    expect(report.rejected).toEqual({ loc_too_long: 1 });
  });

  it("is bounded in the prefixes and bases that it remembers", async () => {
    const prefixes = Array.from(
      { length: 60 },
      (_, at) => `xmlns:p${at}="http://purl.org/rss/1.0/"`,
    );
    const opened = `<x ${prefixes.join(" ")} xml:base="a/">`.repeat(20);
    const { entries } = await readBytes(`<rss>${opened}<item><p9:link>b</p9:link></item></rss>`);

    expect(entries).toMatchObject([{ url: `https://example.com/maps/${"a/".repeat(20)}b` }]);
  });

  it("gives the same however its bytes are cut", async () => {
    const body = Buffer.from(
      `<feed xml:base="/b/"><entry><link>é<![CDATA[&]]><!-- --></link><updated>2024</updated></entry>
       <entry><link href="/a?b&amp;c"/><title>&</title><entry><link rel="alternate" href="d"/></feed>`,
    );
    const { entries } = await readBytes(body);

    expect(entries).toHaveLength(3);
    for (let at = 0; at <= body.length; at++)
      expect((await readPieces(cutAt(body, [at, at + 7]))).entries).toEqual(entries);
  });
});
