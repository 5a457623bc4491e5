import { describe, expect, it } from "@jest/globals";
import { readBytes } from "../test/read-bytes.ts";

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
});
